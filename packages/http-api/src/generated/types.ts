// Made of openapi.yaml by `npm run generate`.

export interface paths {
  readonly '/': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Show the page, or where things are
     * @description Shows the page to whoever would rather have HTML than JSON, as browsers do, and where things are to everybody else. Both come without a login. The query is ignored.
     */
    readonly get: operations['showPage'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    /**
     * Show the headers of the page
     * @description As GET, without the body.
     */
    readonly head: operations['headPage'];
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/-/ui/{file}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The name of the file as the page has it, with a hash of the file in it.
         * @example main-0123abcd.js
         */
        readonly file: components['parameters']['PageFile'];
      };
      readonly cookie?: never;
    };
    /**
     * Show a file of the page
     * @description Shows a script or a style sheet of the page, without a login. The query is ignored.
     */
    readonly get: operations['showPageFile'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    /**
     * Show the headers of a file of the page
     * @description As GET, without the body.
     */
    readonly head: operations['headPageFile'];
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/{application}/{environment}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The application, percent-encoded UTF-8. Any non-empty text without control characters but `-`.
         * @example payments
         */
        readonly application: components['parameters']['ApplicationInPath'];
        /**
         * @description The environment, percent-encoded UTF-8. Any non-empty text without control characters.
         * @example prod
         */
        readonly environment: components['parameters']['EnvironmentInPath'];
      };
      readonly cookie?: never;
    };
    /**
     * Show a target group
     * @description Shows the group in the format of file_sd, as its file holds it; an empty list where there is none. The query is ignored.
     */
    readonly get: operations['showGroup'];
    /**
     * Replace a target group, or create it
     * @description Targets and labels that are given replace those that are there; what is not given stays. With targets and labels, `job` and `env` fall back to application and environment where they are not given. With labels alone they keep their values. A group is created when targets are given.
     */
    readonly put: operations['replaceGroup'];
    /**
     * Add targets and labels to a target group, or create it
     * @description New targets go to the end, new labels are added, and labels that are there take the new value. A target that is there already, or twice in the request, is a fault, and so are labels that change nothing; `idempotent` lets them pass.
     */
    readonly post: operations['addToGroup'];
    /**
     * Remove targets and labels from a target group, or the group
     * @description Exactly the targets and labels that are given go, in one step or not at all; a label is named with its value. With neither a body nor a Content-Type the whole group goes. Naming all targets and all labels removes it too.
     */
    readonly delete: operations['removeFromGroup'];
    readonly options?: never;
    /**
     * Show the headers of a target group
     * @description As GET, without the body.
     */
    readonly head: operations['headGroup'];
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/groups': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List target groups
     * @description Lists the groups that match every filter, ordered by application, then environment, by code points. Whoever gives `next` back as `after` sees every group that is there all the time exactly once, whatever changes meanwhile.
     */
    readonly get: operations['listGroups'];
    /**
     * Replace many target groups
     * @description Replaces each group that is given, as a PUT with targets and labels would; without labels it has none but `job` and `env`. With `prune` the groups that match the filter and are not given are removed; every group that is given has to match the filter. All is checked before anything is stored. Each group is durable on its own, not all as one.
     */
    readonly put: operations['replaceGroups'];
    readonly post?: never;
    /**
     * Remove all target groups that match
     * @description Removes every group that matches every filter. At least one filter is required.
     */
    readonly delete: operations['removeGroups'];
    readonly options?: never;
    /**
     * Show the headers of a list of target groups
     * @description As GET, without the body.
     */
    readonly head: operations['headGroups'];
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/groups/{application}/{environment}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The application, percent-encoded UTF-8. Any non-empty text without control characters but `-`.
         * @example payments
         */
        readonly application: components['parameters']['ApplicationInPath'];
        /**
         * @description The environment, percent-encoded UTF-8. Any non-empty text without control characters.
         * @example prod
         */
        readonly environment: components['parameters']['EnvironmentInPath'];
      };
      readonly cookie?: never;
    };
    /**
     * Show everything that is known of a target group
     * @description Shows the group as the list does, with the name of its file. It is changed at its own URL.
     */
    readonly get: operations['showGroupDetails'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    /**
     * Show the headers of what is known of a target group
     * @description As GET, without the body.
     */
    readonly head: operations['headGroupDetails'];
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/groups/{application}/{environment}/status': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /**
         * @description The application, percent-encoded UTF-8. Any non-empty text without control characters but `-`.
         * @example payments
         */
        readonly application: components['parameters']['ApplicationInPath'];
        /**
         * @description The environment, percent-encoded UTF-8. Any non-empty text without control characters.
         * @example prod
         */
        readonly environment: components['parameters']['EnvironmentInPath'];
      };
      readonly cookie?: never;
    };
    /**
     * Say what became of the targets of a group
     * @description Asks every Prometheus that is set what became of the targets. Each word is only said when facts show it. With `wait` the answer comes when every target is up on every Prometheus that answers, seen by a scrape that began after the group last changed.
     */
    readonly get: operations['showGroupStatus'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    /**
     * Show the headers of what became of a group
     * @description As GET, without the body.
     */
    readonly head: operations['headGroupStatus'];
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/status': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Say what became of all targets
     * @description Counts the targets of the groups that match every filter by what became of them, and lists those that are not up, by application, environment and target.
     */
    readonly get: operations['showStatus'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    /**
     * Show the headers of what became of all targets
     * @description As GET, without the body.
     */
    readonly head: operations['headStatus'];
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/targets': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post?: never;
    /**
     * Remove a target from every group that has it
     * @description Takes the target out of every group that has it, and removes the groups whose last target it is.
     */
    readonly delete: operations['retireTarget'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/http_sd': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Show the target groups to Prometheus
     * @description The document that `http_sd_configs` of Prometheus reads: every group that matches every filter, with the labels `__meta_target_eye_application` and `__meta_target_eye_environment` besides its own, ordered as in the list. A group that cannot be read is shown as it was last read; while one that is asked for could not be read since the start, the answer is 503. It is always the whole or an error, because Prometheus keeps its list on an error.
     */
    readonly get: operations['discoverTargets'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    /**
     * Show the headers of what Prometheus reads
     * @description As GET, without the body.
     */
    readonly head: operations['headTargets'];
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/openapi.json': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Show this description
     * @description Needs no more than reading a group does. `servers` is the URL that the service has, relative to this one.
     */
    readonly get: operations['describeApi'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    /**
     * Show the headers of this description
     * @description As GET, without the body.
     */
    readonly head: operations['headDescription'];
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/-/healthy': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Say whether the process works
     * @description Answers 200 while the service runs, without a login, with what an operator should look at.
     */
    readonly get: operations['showHealth'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    /**
     * Say whether the process works, in headers alone
     * @description As GET, without the body.
     */
    readonly head: operations['headHealth'];
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/-/ready': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Say whether changes can be stored
     * @description Answers 200 while changes can be stored and get to Prometheus, else 503 with the reason, without a login.
     */
    readonly get: operations['showReadiness'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    /**
     * Say whether changes can be stored, in headers alone
     * @description As GET, without the body.
     */
    readonly head: operations['headReadiness'];
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/-/reload': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Read certificates and access rights again
     * @description Reads the files of the service again that can change while it runs. It is for those who may write every group, and for nobody where no login is needed. A body is ignored.
     */
    readonly post: operations['reload'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/-/ui/about': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Say what the page has to know
     * @description Who the caller is and which groups the caller may write, how one can log in, and where Prometheus and the files for it are. It is there while the page is.
     */
    readonly get: operations['showAbout'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    /**
     * Show the headers of what the page has to know
     * @description As GET, without the body.
     */
    readonly head: operations['headAbout'];
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/-/ui/history': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Say what became of all targets in the last hour
     * @description What the service counted in the last hour, whoever wanted to know: of every 15 seconds, beginning with those that the epoch begins with, what was counted last. Where nobody wanted to know, nothing is there. It is kept in memory, and there while the page is.
     */
    readonly get: operations['showHistory'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    /**
     * Show the headers of what became of all targets in the last hour
     * @description As GET, without the body.
     */
    readonly head: operations['headHistory'];
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/metrics': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Show the metrics of the service
     * @description Metrics in the text format of Prometheus.
     */
    readonly get: operations['showMetrics'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    /**
     * Show the headers of the metrics
     * @description As GET, without the body.
     */
    readonly head: operations['headMetrics'];
    readonly patch?: never;
    readonly trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /** @description What Prometheus scrapes, as `host` or `host:port`. */
    readonly Targets: readonly string[];
    /** @description Names and values. */
    readonly Labels: {
      readonly [key: string]: string;
    };
    /** @description A target group in the format of file_sd. */
    readonly TargetGroup: {
      readonly targets: components['schemas']['Targets'];
      readonly labels: components['schemas']['Labels'];
    };
    /** @description A list with the one group, or with none. */
    readonly OneGroup: readonly components['schemas']['TargetGroup'][];
    /** @description Target groups in the format of http_sd. */
    readonly DiscoveredGroups: readonly components['schemas']['TargetGroup'][];
    /** @description A part of a target group. A target may itself be a comma-separated list. In YAML every value is the text that it is written as, so that `1.10` and `no` need no quotes. */
    readonly TargetGroupInput: {
      readonly targets?: readonly string[];
      readonly labels?: {
        readonly [key: string]: string;
      };
    };
    /** @description A part of a target group, alone or in a list, as GET shows it. */
    readonly TargetGroupBody:
      components['schemas']['TargetGroupInput'] | readonly components['schemas']['TargetGroupInput'][];
    /** @description A part of a target group as a form. `targets` may be repeated; every other field is a label. */
    readonly TargetGroupForm: {
      readonly targets?: string | readonly string[];
    } & {
      readonly [key: string]: string;
    };
    /** @description A target group with its key. */
    readonly BulkGroup: {
      readonly application: string;
      readonly environment: string;
      readonly targets: readonly string[];
      readonly labels?: {
        readonly [key: string]: string;
      };
    };
    /** @description The groups to store. */
    readonly BulkRequest: {
      readonly groups: readonly components['schemas']['BulkGroup'][];
    };
    /** @description The groups to store, as an object or as the list alone. */
    readonly BulkBody: components['schemas']['BulkRequest'] | readonly components['schemas']['BulkGroup'][];
    /** @description A hash of what is shown. The same content has the same revision, after a restart and on another host too. */
    readonly Revision: string;
    /** @description A target group with its key and its revision. */
    readonly ListedGroup: {
      readonly application: string;
      readonly environment: string;
      readonly targets: components['schemas']['Targets'];
      readonly labels: components['schemas']['Labels'];
      readonly revision: components['schemas']['Revision'];
      /** @description When the group last changed, in UTC (RFC 3339). */
      readonly changed_at: string;
      readonly statuses?: components['schemas']['StatusesOfGroup'];
    };
    /** @description A target group with everything that is known of it. */
    readonly GroupDetails: {
      readonly application: string;
      readonly environment: string;
      readonly targets: components['schemas']['Targets'];
      readonly labels: components['schemas']['Labels'];
      readonly revision: components['schemas']['Revision'];
      /** @description When the group last changed, in UTC (RFC 3339). */
      readonly changed_at: string;
      /** @description The name of its file in the directory. */
      readonly file: string;
    };
    /** @description A page of a list of target groups. */
    readonly GroupPage: {
      readonly groups: readonly components['schemas']['ListedGroup'][];
      /** @description How many groups match, on whatever page. */
      readonly matched: number;
      /** @description How many groups there are. */
      readonly total: number;
      /** @description The revision of the collection, whatever the filter. It changes exactly when a group does. */
      readonly revision: components['schemas']['Revision'];
      /** @description What to give as `after` for the next page. It is not there on the last one. */
      readonly next?: string;
      /** @description The groups whose files are not understood. */
      readonly unreadable: readonly components['schemas']['UnreadableGroup'][];
    };
    /** @description A group whose file is not understood. */
    readonly UnreadableGroup: {
      readonly application: string;
      readonly environment: string;
      readonly reason: string;
    };
    /** @description A group that is not understood as it is stored, or the file, in a cluster the key, where the group is not known. */
    readonly Unreadable: {
      readonly application?: string;
      readonly environment?: string;
      readonly file?: string;
      readonly key?: string;
      readonly reason: string;
    };
    /** @description What became of a group. */
    readonly BulkOutcome: {
      readonly application: string;
      readonly environment: string;
      /** @enum {unknown} */
      readonly outcome: 'created' | 'changed' | 'unchanged' | 'removed' | 'failed';
      readonly error?: components['schemas']['Fault'];
    };
    /** @description What became of many groups. */
    readonly BulkResult: {
      readonly created: number;
      readonly changed: number;
      readonly unchanged: number;
      readonly removed: number;
      readonly failed: number;
      readonly groups: readonly components['schemas']['BulkOutcome'][];
    };
    /** @description Why a request failed, and, where the work had begun, what became of each group. */
    readonly BulkFailure: {
      readonly message: string;
      readonly code: components['schemas']['ErrorCode'];
      readonly errors: readonly components['schemas']['Fault'][];
      readonly created?: number;
      readonly changed?: number;
      readonly unchanged?: number;
      readonly removed?: number;
      readonly failed?: number;
      readonly groups?: readonly components['schemas']['BulkOutcome'][];
    };
    /**
     * @description What became of a target, worst first. `unknown`: no Prometheus answers. `not_configured`: no scrape pool reads our groups. `not_read`: Prometheus has not read the newest version of the group, or cannot. `rejected`: Prometheus has read it and refused it. `dropped`: relabelling dropped it. `merged`: another group ends with the same labels, and Prometheus scrapes the two as one. `waiting`: it was not scraped yet. `down`: the last scrape failed. `stale`: the last scrape is older than three intervals. `up`: the last scrape was good.
     * @enum {string}
     */
    readonly TargetStatus:
      | 'unknown'
      | 'not_configured'
      | 'not_read'
      | 'rejected'
      | 'dropped'
      | 'merged'
      | 'waiting'
      | 'down'
      | 'stale'
      | 'up';
    /** @description A time, in UTC (RFC 3339). */
    readonly Time: string;
    /** @description A Prometheus that is asked, and how that went. */
    readonly AskedPrometheus: {
      /** @description As it is set, without a user and password. */
      readonly url: string;
      /**
       * @description `ok`: it answered. `unreachable`: there was no answer in time, or no connection. `unauthorized`: it wants another login. `not_prometheus`: it answers, but not as Prometheus does. `failed`: it answers with an error. `too_large`: its answer is larger than what is read of one.
       * @enum {unknown}
       */
      readonly state: 'ok' | 'unreachable' | 'unauthorized' | 'not_prometheus' | 'failed' | 'too_large';
      /** @description Why it is not `ok`. */
      readonly reason?: string;
      /** @description When it was asked. It is not there before the first answer. */
      readonly asked_at?: components['schemas']['Time'];
    };
    /** @description What one Prometheus, or one of its scrape pools, makes of a target. What it does not tell is not there. */
    readonly ScrapeStatus: {
      readonly url: string;
      readonly status: components['schemas']['TargetStatus'];
      /** @description The scrape pool. */
      readonly pool?: string;
      readonly scrape_url?: string;
      /** @description When the last scrape began. */
      readonly last_scrape?: components['schemas']['Time'];
      /** @description How long the last scrape took. */
      readonly duration_seconds?: number;
      /** @description The time of the version of the group that it has read. */
      readonly read_at?: components['schemas']['Time'];
      /** @description What Prometheus says of a target that is down; for any other word but `up` the fact behind it. */
      readonly error?: string;
      /** @description What can be done about it. */
      readonly advice?: string;
    };
    /** @description What became of a target. */
    readonly TargetInGroup: {
      readonly target: string;
      /** @description The worst that a Prometheus says that answers. */
      readonly status: components['schemas']['TargetStatus'];
      readonly prometheus: readonly components['schemas']['ScrapeStatus'][];
    };
    /** @description What became of the targets of a group. */
    readonly GroupStatus: {
      readonly application: string;
      readonly environment: string;
      readonly revision: components['schemas']['Revision'];
      /** @description Whether all targets are up. */
      readonly up: boolean;
      readonly prometheus: readonly components['schemas']['AskedPrometheus'][];
      /** @description In the order of the group. */
      readonly targets: readonly components['schemas']['TargetInGroup'][];
    };
    /** @description How many targets there are of each status. */
    readonly TargetCounts: {
      readonly unknown: number;
      readonly not_configured: number;
      readonly not_read: number;
      readonly rejected: number;
      readonly dropped: number;
      readonly merged: number;
      readonly waiting: number;
      readonly down: number;
      readonly stale: number;
      readonly up: number;
    };
    /** @description How many targets of a group there are of each status, without those of which there is none. It is there when it is asked for. */
    readonly StatusesOfGroup: {
      readonly unknown?: number;
      readonly not_configured?: number;
      readonly not_read?: number;
      readonly rejected?: number;
      readonly dropped?: number;
      readonly merged?: number;
      readonly waiting?: number;
      readonly down?: number;
      readonly stale?: number;
      readonly up?: number;
    };
    /** @description A target that is not up. */
    readonly TargetNotUp: {
      readonly application: string;
      readonly environment: string;
      readonly target: string;
      readonly status: components['schemas']['TargetStatus'];
      readonly error?: string;
      readonly advice?: string;
    };
    /** @description A target that is up on one Prometheus that answers, and not on another. */
    readonly DisagreedTarget: {
      readonly application: string;
      readonly environment: string;
      readonly target: string;
      readonly prometheus: readonly {
        readonly url: string;
        readonly status: components['schemas']['TargetStatus'];
        /** @description The time of the version of the group that it has read. */
        readonly read_at?: components['schemas']['Time'];
      }[];
    };
    /** @description What became of the targets of many groups. */
    readonly Status: {
      readonly targets: components['schemas']['TargetCounts'];
      readonly prometheus: readonly components['schemas']['AskedPrometheus'][];
      /** @description The targets that are not up, by application, environment and target, by code points. */
      readonly not_up: readonly components['schemas']['TargetNotUp'][];
      /** @description The first targets of which the Prometheus say different things, the same on every page. */
      readonly disagreeing: readonly components['schemas']['DisagreedTarget'][];
      /** @description How many of them there are. */
      readonly disagreements: number;
      /** @description What to give as `after` for the next page of `not_up`. It is not there on the last one. */
      readonly next?: string;
    };
    /** @description What became of all targets in the last hour. */
    readonly StatusHistory: {
      /** @description Oldest first, 241 at most. */
      readonly samples: readonly {
        readonly at: components['schemas']['Time'];
        readonly targets: components['schemas']['TargetCounts'];
      }[];
    };
    /** @description Why not every target is up. */
    readonly NotUp: {
      /** @description One sentence; after a change it begins with `the change is stored`. */
      readonly message: string;
      /** @constant */
      readonly code: 'not_up';
      /** @description The targets that are not up, at most 1,000, or what happened to the group as a whole. */
      readonly errors: readonly components['schemas']['TargetFault'][];
    };
    /** @description What is the matter with a target. */
    readonly TargetFault: {
      /** @description Which target of the group it is, like `targets[2]`; empty for the group as a whole. */
      readonly path: string;
      /**
       * @description What became of the target; `not_up` of the group as a whole.
       * @enum {unknown}
       */
      readonly code:
        | 'unknown'
        | 'not_configured'
        | 'not_read'
        | 'rejected'
        | 'dropped'
        | 'merged'
        | 'waiting'
        | 'down'
        | 'stale'
        | 'up'
        | 'not_up';
      /** @description All of it in one sentence. */
      readonly message: string;
      readonly target?: string;
      /** @description What Prometheus says of a target that is down; for any other word the fact behind it. */
      readonly error?: string;
      /** @description What can be done about it. */
      readonly advice?: string;
    };
    /** @description One thing that is wrong. */
    readonly Fault: {
      /** @description Where it is, like `targets[2]` or `groups[3].labels.job`; empty for the request as a whole. */
      readonly path: string;
      readonly code: components['schemas']['ErrorCode'];
      readonly message: string;
    };
    /** @description Why a request failed. */
    readonly Failure: {
      /** @description The first fault, one sentence a person can act on. */
      readonly message: string;
      readonly code: components['schemas']['ErrorCode'];
      /** @description Everything that is wrong, at most 1,000 faults. */
      readonly errors: readonly components['schemas']['Fault'][];
    };
    /**
     * @description Why something failed, for programs. Later versions may have more.
     * @enum {string}
     */
    readonly ErrorCode:
      | 'bad_percent_encoding'
      | 'bad_request'
      | 'body_malformed'
      | 'body_too_complex'
      | 'body_too_large'
      | 'charset_unknown'
      | 'content_encoding_unknown'
      | 'content_type_missing'
      | 'content_type_unknown'
      | 'cross_site'
      | 'group_outside_filter'
      | 'group_repeated'
      | 'group_too_large'
      | 'group_unknown'
      | 'groups_empty'
      | 'headers_too_large'
      | 'host_unknown'
      | 'internal'
      | 'invalid_label_name'
      | 'invalid_label_value'
      | 'invalid_name'
      | 'invalid_target'
      | 'label_refused'
      | 'label_required'
      | 'label_unknown'
      | 'label_value_blank'
      | 'label_value_differs'
      | 'labels_empty'
      | 'labels_remain'
      | 'labels_unchanged'
      | 'login_failed'
      | 'login_required'
      | 'method_not_allowed'
      | 'name_too_long'
      | 'not_found'
      | 'not_permitted'
      | 'not_ready'
      | 'not_up'
      | 'nothing_given'
      | 'precondition_failed'
      | 'prometheus_not_set'
      | 'query_invalid'
      | 'query_not_understood'
      | 'reload_failed'
      | 'reload_needs_logins'
      | 'stopping'
      | 'storage_full'
      | 'storage_unavailable'
      | 'take_over_not_permitted'
      | 'target_exists'
      | 'target_not_allowed'
      | 'target_not_checked'
      | 'target_repeated'
      | 'target_unknown'
      | 'targets_empty'
      | 'too_many_bodies'
      | 'too_many_logins'
      | 'too_many_names'
      | 'too_many_requests'
      | 'too_many_targets'
      | 'too_many_waiting'
      | 'too_much_at_once'
      | 'unknown_key'
      | 'unreadable'
      | 'wrong_type';
    /** @description What is there, and what an operator should look at. */
    readonly Health: {
      /** @constant */
      readonly status: 'healthy';
      readonly groups: number;
      readonly unreadable: readonly components['schemas']['Unreadable'][];
      readonly waiting: readonly components['schemas']['Waiting'][];
      readonly questionable: readonly components['schemas']['Questionable'][];
      /** @description What /-/ready says while the service is not ready, a sentence. */
      readonly problem?: string;
      readonly warnings: readonly components['schemas']['Warning'][];
    };
    /** @description What is there, while changes can be stored. */
    readonly Readiness: {
      /** @constant */
      readonly status: 'ready';
      readonly groups: number;
      readonly unreadable: readonly components['schemas']['Unreadable'][];
      readonly waiting: readonly components['schemas']['Waiting'][];
      readonly questionable: readonly components['schemas']['Questionable'][];
    };
    /** @description A file of the predecessor that waits for the first change of its group. */
    readonly Waiting: {
      readonly file: string;
      readonly job?: string;
      readonly env?: string;
      readonly reason: string;
    };
    /** @description A group with something that the rules refuse, so that a PUT of it would fail. */
    readonly Questionable: {
      readonly application: string;
      readonly environment: string;
      readonly reason: string;
    };
    /** @description Something that an operator should know. */
    readonly Warning: {
      readonly code: string;
      readonly message: string;
    };
    /** @description The service, and whoever asks. */
    readonly About: {
      /** @description The version of the service. */
      readonly version: string;
      /** @description Names the page as it was built. */
      readonly build: string;
      readonly caller: components['schemas']['Caller'];
      /** @description Patterns of the groups that the caller may write, as in the access file; `*\/*` is every group. */
      readonly write: readonly string[];
      /** @description The schemes that somebody can log in with. */
      readonly logins: readonly ('Basic' | 'Bearer')[];
      /** @description The directory of the groups on the host of the service. */
      readonly file_sd_directory: string;
      /** @description The base URLs of the Prometheus that are asked. */
      readonly prometheus: readonly string[];
    };
    /** @description Who asks; `anonymous` without a login. */
    readonly Caller: {
      /** @enum {unknown} */
      readonly kind: 'anonymous' | 'user' | 'certificate' | 'client';
      readonly name?: string;
    };
    /** @description Where things are, each as the path of a URL. */
    readonly Start: {
      readonly message: string;
      readonly groups: string;
      /** @description With placeholders for the key. */
      readonly group: string;
      readonly http_sd: string;
      readonly status: string;
      readonly description: string;
      readonly page: {
        /** @description Names the page as it was built; another page has another one. */
        readonly build: string;
      };
    };
    /** @description What was read again. */
    readonly Reloaded: {
      /** @constant */
      readonly status: 'reloaded';
      readonly files: readonly string[];
    };
    /** @description A description in OpenAPI 3.1. */
    readonly Description: {
      readonly openapi: string;
      readonly info: Record<string, never>;
      readonly servers: readonly Record<string, never>[];
      readonly paths: Record<string, never>;
    } & {
      readonly [key: string]: unknown;
    };
  };
  responses: {
    /** @description The group, or an empty list where there is none. */
    readonly Group: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly ETag: components['headers']['ETag'];
        readonly 'Last-Modified': components['headers']['Last-Modified'];
        readonly Age: components['headers']['Age'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['OneGroup'];
      };
    };
    /** @description The group as it is stored now, together with what others changed at the same moment. The change is safe on disk. */
    readonly ReplacedGroup: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly ETag: components['headers']['ETag'];
        readonly 'Last-Modified': components['headers']['Last-Modified'];
        readonly 'Dry-Run': components['headers']['Dry-Run'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['OneGroup'];
      };
    };
    /** @description The group as it is stored now, together with what others changed at the same moment. The change is safe on disk. */
    readonly GrownGroup: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly ETag: components['headers']['ETag'];
        readonly 'Last-Modified': components['headers']['Last-Modified'];
        readonly 'Dry-Run': components['headers']['Dry-Run'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['OneGroup'];
      };
    };
    /** @description What became of each group, in the order of the request, then what was pruned. All is safe on disk. */
    readonly ManyReplaced: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly 'Dry-Run': components['headers']['Dry-Run'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['BulkResult'];
      };
    };
    /** @description What was removed, by application and environment. All is safe on disk. */
    readonly ManyRemoved: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly 'Dry-Run': components['headers']['Dry-Run'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['BulkResult'];
      };
    };
    /** @description What became of each group that had the target, by application and environment. All is safe on disk. */
    readonly TargetRetired: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly 'Dry-Run': components['headers']['Dry-Run'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['BulkResult'];
      };
    };
    /** @description The answer would have the `ETag` that the client has. */
    readonly NotModified: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly ETag: components['headers']['ETagOfMany'];
        readonly 'Last-Modified': components['headers']['Last-Modified'];
        readonly Age: components['headers']['Age'];
        readonly [name: string]: unknown;
      };
      content?: never;
    };
    /** @description The answer would have the `ETag` that the client has. */
    readonly PageNotModified: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly ETag: components['headers']['ETagOfPage'];
        readonly Vary: components['headers']['VaryOfPage'];
        readonly [name: string]: unknown;
      };
      content?: never;
    };
    /** @description The page has no such file, or is turned off (`page = off`). */
    readonly NoPage: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description The client sends too many requests. */
    readonly TooOften: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly 'Retry-After': components['headers']['Retry-After'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description The answer would have the `ETag` that the client has. */
    readonly DiscoveryNotModified: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly ETag: components['headers']['ETagOfMany'];
        readonly Vary: components['headers']['Vary'];
        readonly Age: components['headers']['Age'];
        readonly [name: string]: unknown;
      };
      content?: never;
    };
    /** @description The request is not valid HTTP, or not for this host. */
    readonly InvalidRequest: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description The URL does not name a group, or the request has another fault. */
    readonly InvalidGroupUrl: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description The URL does not name a group, or the request has another fault. */
    readonly InvalidDetailsRequest: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description The URL has no parameters, or the request has another fault. */
    readonly NoParameters: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description The query is not understood, or the request has another fault. */
    readonly InvalidQuery: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description No Prometheus is set, or the query is not understood, or the request has another fault. */
    readonly InvalidStatusQuery: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description A login is needed, or the one that was sent is wrong. */
    readonly LoginNeeded: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly 'WWW-Authenticate': components['headers']['WWW-Authenticate'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description The caller may not read. */
    readonly ReadNotPermitted: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description The caller may not change this, or a target may not be registered. */
    readonly ChangeNotPermitted: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description The caller may not change one of the groups, or a target may not be registered. */
    readonly BulkNotPermitted: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['BulkFailure'];
      };
    };
    /** @description The caller may not change one of the groups. */
    readonly BulkRemovalNotPermitted: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['BulkFailure'];
      };
    };
    /** @description More targets would go than may go at once; the message says how many. Nothing was changed. */
    readonly TooMuchAtOnce: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description It is not in the state that the change was made for, and nothing was changed. The message says what is there now. */
    readonly PreconditionFailed: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly ETag: components['headers']['CurrentETag'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description The collection has another revision; or a group was changed while the request was carried out, and is as it was changed to. */
    readonly BulkPreconditionFailed: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly ETag: components['headers']['CurrentETag'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['BulkFailure'];
      };
    };
    /** @description The body is too long, or takes too much to be understood. */
    readonly BodyTooLarge: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description The client sends too many requests, or too many passwords wait to be checked. */
    readonly TooManyRequests: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly 'Retry-After': components['headers']['Retry-After'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description The client sends too many requests, or too many passwords or large bodies wait. */
    readonly TooManyBodies: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly 'Retry-After': components['headers']['Retry-After'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description The client sends too many requests, or too many passwords, large bodies or targets are waited for. Nothing was changed. */
    readonly TooManyChanges: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly 'Retry-After': components['headers']['Retry-After'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description The client sends too many requests, or too many passwords or targets are waited for. */
    readonly TooManyWaiting: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly 'Retry-After': components['headers']['Retry-After'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description The change is stored, but not every target is up: the time is over, it is certain that one will not be up, or the group was changed again so that it does not hold any more what the request gave. */
    readonly ChangedNotUp: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['NotUp'];
      };
    };
    /** @description Not every target is up: the time is over, it is certain that one will not be up, or the group was changed or removed. */
    readonly NotUp: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['NotUp'];
      };
    };
    /** @description The URL and the headers are too long, or there are too many headers. Nothing was done. */
    readonly HeadersTooLarge: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description A defect; the log of the service has more. */
    readonly Internal: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description The file of the group is not understood; or a defect. */
    readonly GroupUnreadable: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description The file of a group is not understood; or a defect. */
    readonly BulkUnreadable: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['BulkFailure'];
      };
    };
    /** @description The service is stopping. */
    readonly Stopping: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly 'Retry-After': components['headers']['Retry-After'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description It is not certain what the groups are, for example because a cluster that keeps them was not heard since the start, or the service is stopping. */
    readonly Unavailable: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly 'Retry-After': components['headers']['Retry-After'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description The change could not be stored, or checked, and may be repeated later. The message says whether it is in place. */
    readonly StorageUnavailable: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly 'Retry-After': components['headers']['Retry-After'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description The disk is full, and nothing was changed. */
    readonly StorageFull: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly 'Retry-After': components['headers']['Retry-After'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['Failure'];
      };
    };
    /** @description Something could not be stored, or checked. Where the work had begun, the list says what became of each group. */
    readonly BulkUnavailable: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly 'Retry-After': components['headers']['Retry-After'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['BulkFailure'];
      };
    };
    /** @description Something could not be stored. Where the work had begun, the list says what became of each group. */
    readonly BulkRemovalUnavailable: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly 'Retry-After': components['headers']['Retry-After'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['BulkFailure'];
      };
    };
    /** @description The disk is full. The list says what became of each group. */
    readonly BulkFull: {
      headers: {
        readonly 'X-Request-Id': components['headers']['X-Request-Id'];
        readonly 'Retry-After': components['headers']['Retry-After'];
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': components['schemas']['BulkFailure'];
      };
    };
  };
  parameters: {
    /**
     * @description The application, percent-encoded UTF-8. Any non-empty text without control characters but `-`.
     * @example payments
     */
    readonly ApplicationInPath: string;
    /**
     * @description The environment, percent-encoded UTF-8. Any non-empty text without control characters.
     * @example prod
     */
    readonly EnvironmentInPath: string;
    /**
     * @description The name of the file as the page has it, with a hash of the file in it.
     * @example main-0123abcd.js
     */
    readonly PageFile: string;
    /**
     * @description The application, with `*` for any run of characters. Of several, one has to match.
     * @example [
     *       "payments"
     *     ]
     */
    readonly Application: readonly string[];
    /**
     * @description The environment, with `*` for any run of characters. Of several, one has to match.
     * @example [
     *       "prod*"
     *     ]
     */
    readonly Environment: readonly string[];
    /**
     * @description A target of the group, with `*` for any run of characters: `host` matches with any port or none, `host:port` exactly. Of several, one has to match. What can be no target is refused.
     * @example [
     *       "10.3.3.*"
     *     ]
     */
    readonly Target: readonly string[];
    /**
     * @description A label of the group, as `name=pattern` or `name!=pattern`, with `*` for any run of characters. Of several, all have to match. A label that is not there counts as empty.
     * @example [
     *       "team=checkout"
     *     ]
     */
    readonly Label: readonly string[];
    /**
     * @description A text anywhere in application, environment, a target, or `name=value` of a label; case does not count.
     * @example CHECK
     */
    readonly Search: string;
    /**
     * @description How many groups the answer has at most.
     * @example 1
     */
    readonly Limit: number;
    /**
     * @description What the page before had as `next`.
     * @example WyJwYXltZW50cyIsInByb2QiXQ
     */
    readonly After: string;
    /**
     * @description A status of targets: only groups that have a target of it match. Of several, one is enough. It needs a Prometheus that is asked.
     * @example [
     *       "down",
     *       "stale"
     *     ]
     */
    readonly Status: readonly components['schemas']['TargetStatus'][];
    /**
     * @description Whether each group has `statuses`, how many of its targets there are of each status. It needs a Prometheus that is asked.
     * @example true
     */
    readonly Statuses: boolean;
    /**
     * @description Whether groups that match the filter and are not given are removed.
     * @example true
     */
    readonly Prune: boolean;
    /**
     * @description How many targets may go, as the message of `too_much_at_once` says it.
     * @example 1300
     */
    readonly Force: number;
    /**
     * @description Whether the change is only tried: everything is checked and nothing is stored; the answer is the one that the change would give, a refusal too, with the header `Dry-Run`.
     * @example true
     */
    readonly DryRun: boolean;
    /**
     * @description Whether what is so already counts as done: targets and labels that are there already (POST) or not there (DELETE), and a group that is not there (DELETE). PUT is idempotent anyway.
     * @example true
     */
    readonly Idempotent: boolean;
    /**
     * @description With `up` the answer comes when every target of the group is up on every Prometheus that answers, seen by a scrape that began after the change; or, with 504, when `timeout` is over, or it is certain that one will not be up.
     * @example up
     */
    readonly Wait: 'up';
    /**
     * @description How long to wait at most, as a Prometheus duration above 0 and up to `10m`. It goes with `wait`.
     * @example 1m30s
     */
    readonly Timeout: string;
    /**
     * @description How many targets the list has at most.
     * @example 1
     */
    readonly StatusLimit: number;
    /**
     * @description What the page before had as `next`.
     * @example WyJwYXltZW50cyIsInByb2QiLCIxMC4zLjMuMTo5MTAwIl0
     */
    readonly AfterTarget: string;
    /**
     * @description What to remove, with `*` for any run of characters: `host` is that host with any port or none, `host:port` exactly that. All that match one of several are removed. What can be no target is refused.
     * @example [
     *       "10.3.3.1:9100"
     *     ]
     */
    readonly RetiredTarget: readonly string[];
    /**
     * @description The change is made only if the group has this `ETag`; `*` for any group.
     * @example "0de52fc5bd72d6f216ce98a796e2aaa3"
     */
    readonly IfMatch: string;
    /**
     * @description The change is made only if the collection has this revision, in quotes.
     * @example "e6e37b132f90e9e21020ea81ecd60b0c"
     */
    readonly IfMatchCollection: string;
    /** @description The answer is 304 if it would have this `ETag`, or one of these. */
    readonly IfNoneMatch: string;
    /**
     * @description With `*` the change is made only if there is no group.
     * @example *
     */
    readonly IfNoneMatchAny: string;
  };
  requestBodies: never;
  headers: {
    /** @description Names the request in the log. It is the one of the request, if that is fit for a log. */
    readonly 'X-Request-Id': string;
    /** @description The revision of the group, in quotes. It is not there where no group is shown. */
    readonly ETag: string;
    /** @description The revision of all groups; with a query, a hash of both. It changes when a group does. With `status` or `statuses=true` it is a hash of the answer. An answer in gzip has one of its own. */
    readonly ETagOfMany: string;
    /** @description Changes with the description. */
    readonly ETagOfDescription: string;
    /** @description Changes with the page, and is another one for each encoding. */
    readonly ETagOfPage: string;
    /** @description Says on which headers of the request the answer depends. */
    readonly VaryOfPage: 'Accept, Accept-Encoding' | 'Accept-Encoding';
    /** @description Says that the answer is compressed, for those who accept it. */
    readonly PageEncoding: 'br' | 'gzip';
    /** @description What an `If-Match` would have to be now. It is not there where no group is. */
    readonly CurrentETag: string;
    /** @description When the group last changed. It is not there where no group is shown. */
    readonly 'Last-Modified': string;
    /** @description For how many seconds it has not been known whether what is shown is what is stored: the groups are kept in a cluster that does not answer. It is not there while that is known. */
    readonly Age: string;
    /** @description Says that nothing was stored. */
    readonly 'Dry-Run': 'true';
    /** @description How many seconds to wait at least. */
    readonly 'Retry-After': string;
    /** @description How to log in. To a request with `X-Requested-With: XMLHttpRequest` Basic is called `X-Basic`. */
    readonly 'WWW-Authenticate': string;
    /** @description Says that the answer is compressed, for those who accept it. */
    readonly 'Content-Encoding': 'gzip';
    /** @description Says that the answer depends on `Accept-Encoding`. */
    readonly Vary: 'Accept-Encoding';
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  readonly showPage: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The answer is 304 if it would have this `ETag`, or one of these. */
        readonly 'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The page, or where things are. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly ETag: components['headers']['ETagOfPage'];
          readonly Vary: components['headers']['VaryOfPage'];
          readonly 'Content-Encoding': components['headers']['PageEncoding'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Start'];
          readonly 'text/html': string;
        };
      };
      readonly 304: components['responses']['PageNotModified'];
      readonly 400: components['responses']['InvalidRequest'];
      readonly 404: components['responses']['NoPage'];
      readonly 429: components['responses']['TooOften'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['Internal'];
      readonly 503: components['responses']['Stopping'];
    };
  };
  readonly headPage: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The answer is 304 if it would have this `ETag`, or one of these. */
        readonly 'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The page, or where things are. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly ETag: components['headers']['ETagOfPage'];
          readonly Vary: components['headers']['VaryOfPage'];
          readonly 'Content-Encoding': components['headers']['PageEncoding'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Start'];
          readonly 'text/html': string;
        };
      };
      readonly 304: components['responses']['PageNotModified'];
      readonly 400: components['responses']['InvalidRequest'];
      readonly 404: components['responses']['NoPage'];
      readonly 429: components['responses']['TooOften'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['Internal'];
      readonly 503: components['responses']['Stopping'];
    };
  };
  readonly showPageFile: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The answer is 304 if it would have this `ETag`, or one of these. */
        readonly 'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      readonly path: {
        /**
         * @description The name of the file as the page has it, with a hash of the file in it.
         * @example main-0123abcd.js
         */
        readonly file: components['parameters']['PageFile'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The file. Another one would have another name, so it may be kept for as long as one likes. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly ETag: components['headers']['ETagOfPage'];
          readonly Vary: components['headers']['VaryOfPage'];
          readonly 'Content-Encoding': components['headers']['PageEncoding'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'image/svg+xml': string;
          readonly 'text/css': string;
          readonly 'text/javascript': string;
        };
      };
      readonly 304: components['responses']['PageNotModified'];
      /** @description The URL is not percent-encoded, or the request has another fault. */
      readonly 400: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Failure'];
        };
      };
      readonly 404: components['responses']['NoPage'];
      readonly 429: components['responses']['TooOften'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['Internal'];
      readonly 503: components['responses']['Stopping'];
    };
  };
  readonly headPageFile: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The answer is 304 if it would have this `ETag`, or one of these. */
        readonly 'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      readonly path: {
        /**
         * @description The name of the file as the page has it, with a hash of the file in it.
         * @example main-0123abcd.js
         */
        readonly file: components['parameters']['PageFile'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The file. Another one would have another name, so it may be kept for as long as one likes. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly ETag: components['headers']['ETagOfPage'];
          readonly Vary: components['headers']['VaryOfPage'];
          readonly 'Content-Encoding': components['headers']['PageEncoding'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'image/svg+xml': string;
          readonly 'text/css': string;
          readonly 'text/javascript': string;
        };
      };
      readonly 304: components['responses']['PageNotModified'];
      /** @description The URL is not percent-encoded, or the request has another fault. */
      readonly 400: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Failure'];
        };
      };
      readonly 404: components['responses']['NoPage'];
      readonly 429: components['responses']['TooOften'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['Internal'];
      readonly 503: components['responses']['Stopping'];
    };
  };
  readonly showGroup: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The answer is 304 if it would have this `ETag`, or one of these. */
        readonly 'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      readonly path: {
        /**
         * @description The application, percent-encoded UTF-8. Any non-empty text without control characters but `-`.
         * @example payments
         */
        readonly application: components['parameters']['ApplicationInPath'];
        /**
         * @description The environment, percent-encoded UTF-8. Any non-empty text without control characters.
         * @example prod
         */
        readonly environment: components['parameters']['EnvironmentInPath'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: components['responses']['Group'];
      readonly 304: components['responses']['NotModified'];
      readonly 400: components['responses']['InvalidGroupUrl'];
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['ReadNotPermitted'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['GroupUnreadable'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly replaceGroup: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description Whether the change is only tried: everything is checked and nothing is stored; the answer is the one that the change would give, a refusal too, with the header `Dry-Run`.
         * @example true
         */
        readonly dry_run?: components['parameters']['DryRun'];
        /**
         * @description Whether what is so already counts as done: targets and labels that are there already (POST) or not there (DELETE), and a group that is not there (DELETE). PUT is idempotent anyway.
         * @example true
         */
        readonly idempotent?: components['parameters']['Idempotent'];
        /**
         * @description With `up` the answer comes when every target of the group is up on every Prometheus that answers, seen by a scrape that began after the change; or, with 504, when `timeout` is over, or it is certain that one will not be up.
         * @example up
         */
        readonly wait?: components['parameters']['Wait'];
        /**
         * @description How long to wait at most, as a Prometheus duration above 0 and up to `10m`. It goes with `wait`.
         * @example 1m30s
         */
        readonly timeout?: components['parameters']['Timeout'];
      };
      readonly header?: {
        /**
         * @description The change is made only if the group has this `ETag`; `*` for any group.
         * @example "0de52fc5bd72d6f216ce98a796e2aaa3"
         */
        readonly 'If-Match'?: components['parameters']['IfMatch'];
        /**
         * @description With `*` the change is made only if there is no group.
         * @example *
         */
        readonly 'If-None-Match'?: components['parameters']['IfNoneMatchAny'];
      };
      readonly path: {
        /**
         * @description The application, percent-encoded UTF-8. Any non-empty text without control characters but `-`.
         * @example payments
         */
        readonly application: components['parameters']['ApplicationInPath'];
        /**
         * @description The environment, percent-encoded UTF-8. Any non-empty text without control characters.
         * @example prod
         */
        readonly environment: components['parameters']['EnvironmentInPath'];
      };
      readonly cookie?: never;
    };
    /** @description The targets, the labels, or both. Without a body the group stays as it is. */
    readonly requestBody?: {
      readonly content: {
        readonly 'application/json': components['schemas']['TargetGroupBody'];
        readonly 'application/yaml': components['schemas']['TargetGroupBody'];
        readonly 'application/x-yaml': components['schemas']['TargetGroupBody'];
        readonly 'application/vnd.yaml': components['schemas']['TargetGroupBody'];
        readonly 'text/yaml': components['schemas']['TargetGroupBody'];
        readonly 'text/x-yaml': components['schemas']['TargetGroupBody'];
        readonly 'text/vnd.yaml': components['schemas']['TargetGroupBody'];
        readonly 'application/x-www-form-urlencoded': components['schemas']['TargetGroupForm'];
      };
    };
    readonly responses: {
      readonly 200: components['responses']['ReplacedGroup'];
      /** @description The request has a fault. */
      readonly 400: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Failure'];
        };
      };
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['ChangeNotPermitted'];
      readonly 412: components['responses']['PreconditionFailed'];
      readonly 413: components['responses']['BodyTooLarge'];
      readonly 429: components['responses']['TooManyChanges'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['GroupUnreadable'];
      readonly 503: components['responses']['StorageUnavailable'];
      readonly 504: components['responses']['ChangedNotUp'];
      readonly 507: components['responses']['StorageFull'];
    };
  };
  readonly addToGroup: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description Whether the change is only tried: everything is checked and nothing is stored; the answer is the one that the change would give, a refusal too, with the header `Dry-Run`.
         * @example true
         */
        readonly dry_run?: components['parameters']['DryRun'];
        /**
         * @description Whether what is so already counts as done: targets and labels that are there already (POST) or not there (DELETE), and a group that is not there (DELETE). PUT is idempotent anyway.
         * @example true
         */
        readonly idempotent?: components['parameters']['Idempotent'];
        /**
         * @description With `up` the answer comes when every target of the group is up on every Prometheus that answers, seen by a scrape that began after the change; or, with 504, when `timeout` is over, or it is certain that one will not be up.
         * @example up
         */
        readonly wait?: components['parameters']['Wait'];
        /**
         * @description How long to wait at most, as a Prometheus duration above 0 and up to `10m`. It goes with `wait`.
         * @example 1m30s
         */
        readonly timeout?: components['parameters']['Timeout'];
      };
      readonly header?: {
        /**
         * @description The change is made only if the group has this `ETag`; `*` for any group.
         * @example "0de52fc5bd72d6f216ce98a796e2aaa3"
         */
        readonly 'If-Match'?: components['parameters']['IfMatch'];
        /**
         * @description With `*` the change is made only if there is no group.
         * @example *
         */
        readonly 'If-None-Match'?: components['parameters']['IfNoneMatchAny'];
      };
      readonly path: {
        /**
         * @description The application, percent-encoded UTF-8. Any non-empty text without control characters but `-`.
         * @example payments
         */
        readonly application: components['parameters']['ApplicationInPath'];
        /**
         * @description The environment, percent-encoded UTF-8. Any non-empty text without control characters.
         * @example prod
         */
        readonly environment: components['parameters']['EnvironmentInPath'];
      };
      readonly cookie?: never;
    };
    /** @description What to add. A body is needed. */
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['TargetGroupBody'];
        readonly 'application/yaml': components['schemas']['TargetGroupBody'];
        readonly 'application/x-yaml': components['schemas']['TargetGroupBody'];
        readonly 'application/vnd.yaml': components['schemas']['TargetGroupBody'];
        readonly 'text/yaml': components['schemas']['TargetGroupBody'];
        readonly 'text/x-yaml': components['schemas']['TargetGroupBody'];
        readonly 'text/vnd.yaml': components['schemas']['TargetGroupBody'];
        readonly 'application/x-www-form-urlencoded': components['schemas']['TargetGroupForm'];
      };
    };
    readonly responses: {
      readonly 200: components['responses']['GrownGroup'];
      /** @description The request has a fault, or what it adds is there already. */
      readonly 400: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Failure'];
        };
      };
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['ChangeNotPermitted'];
      readonly 412: components['responses']['PreconditionFailed'];
      readonly 413: components['responses']['BodyTooLarge'];
      readonly 429: components['responses']['TooManyChanges'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['GroupUnreadable'];
      readonly 503: components['responses']['StorageUnavailable'];
      readonly 504: components['responses']['ChangedNotUp'];
      readonly 507: components['responses']['StorageFull'];
    };
  };
  readonly removeFromGroup: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description Whether the change is only tried: everything is checked and nothing is stored; the answer is the one that the change would give, a refusal too, with the header `Dry-Run`.
         * @example true
         */
        readonly dry_run?: components['parameters']['DryRun'];
        /**
         * @description Whether what is so already counts as done: targets and labels that are there already (POST) or not there (DELETE), and a group that is not there (DELETE). PUT is idempotent anyway.
         * @example true
         */
        readonly idempotent?: components['parameters']['Idempotent'];
      };
      readonly header?: {
        /**
         * @description The change is made only if the group has this `ETag`; `*` for any group.
         * @example "0de52fc5bd72d6f216ce98a796e2aaa3"
         */
        readonly 'If-Match'?: components['parameters']['IfMatch'];
        /**
         * @description With `*` the change is made only if there is no group.
         * @example *
         */
        readonly 'If-None-Match'?: components['parameters']['IfNoneMatchAny'];
      };
      readonly path: {
        /**
         * @description The application, percent-encoded UTF-8. Any non-empty text without control characters but `-`.
         * @example payments
         */
        readonly application: components['parameters']['ApplicationInPath'];
        /**
         * @description The environment, percent-encoded UTF-8. Any non-empty text without control characters.
         * @example prod
         */
        readonly environment: components['parameters']['EnvironmentInPath'];
      };
      readonly cookie?: never;
    };
    /** @description What to remove. Without a body the whole group is removed. */
    readonly requestBody?: {
      readonly content: {
        readonly 'application/json': components['schemas']['TargetGroupBody'];
        readonly 'application/yaml': components['schemas']['TargetGroupBody'];
        readonly 'application/x-yaml': components['schemas']['TargetGroupBody'];
        readonly 'application/vnd.yaml': components['schemas']['TargetGroupBody'];
        readonly 'text/yaml': components['schemas']['TargetGroupBody'];
        readonly 'text/x-yaml': components['schemas']['TargetGroupBody'];
        readonly 'text/vnd.yaml': components['schemas']['TargetGroupBody'];
        readonly 'application/x-www-form-urlencoded': components['schemas']['TargetGroupForm'];
      };
    };
    readonly responses: {
      /** @description The group as it is stored now, or what was removed where it is gone. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly ETag: components['headers']['ETag'];
          readonly 'Last-Modified': components['headers']['Last-Modified'];
          readonly 'Dry-Run': components['headers']['Dry-Run'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['OneGroup'];
        };
      };
      /** @description The request has a fault, or what it removes is not there. */
      readonly 400: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Failure'];
        };
      };
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['ChangeNotPermitted'];
      readonly 412: components['responses']['PreconditionFailed'];
      readonly 413: components['responses']['BodyTooLarge'];
      readonly 429: components['responses']['TooManyBodies'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['GroupUnreadable'];
      readonly 503: components['responses']['StorageUnavailable'];
      readonly 507: components['responses']['StorageFull'];
    };
  };
  readonly headGroup: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The answer is 304 if it would have this `ETag`, or one of these. */
        readonly 'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      readonly path: {
        /**
         * @description The application, percent-encoded UTF-8. Any non-empty text without control characters but `-`.
         * @example payments
         */
        readonly application: components['parameters']['ApplicationInPath'];
        /**
         * @description The environment, percent-encoded UTF-8. Any non-empty text without control characters.
         * @example prod
         */
        readonly environment: components['parameters']['EnvironmentInPath'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: components['responses']['Group'];
      readonly 304: components['responses']['NotModified'];
      readonly 400: components['responses']['InvalidGroupUrl'];
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['ReadNotPermitted'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['GroupUnreadable'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly listGroups: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description The application, with `*` for any run of characters. Of several, one has to match.
         * @example [
         *       "payments"
         *     ]
         */
        readonly application?: components['parameters']['Application'];
        /**
         * @description The environment, with `*` for any run of characters. Of several, one has to match.
         * @example [
         *       "prod*"
         *     ]
         */
        readonly environment?: components['parameters']['Environment'];
        /**
         * @description A target of the group, with `*` for any run of characters: `host` matches with any port or none, `host:port` exactly. Of several, one has to match. What can be no target is refused.
         * @example [
         *       "10.3.3.*"
         *     ]
         */
        readonly target?: components['parameters']['Target'];
        /**
         * @description A label of the group, as `name=pattern` or `name!=pattern`, with `*` for any run of characters. Of several, all have to match. A label that is not there counts as empty.
         * @example [
         *       "team=checkout"
         *     ]
         */
        readonly label?: components['parameters']['Label'];
        /**
         * @description A text anywhere in application, environment, a target, or `name=value` of a label; case does not count.
         * @example CHECK
         */
        readonly search?: components['parameters']['Search'];
        /**
         * @description How many groups the answer has at most.
         * @example 1
         */
        readonly limit?: components['parameters']['Limit'];
        /**
         * @description What the page before had as `next`.
         * @example WyJwYXltZW50cyIsInByb2QiXQ
         */
        readonly after?: components['parameters']['After'];
        /**
         * @description A status of targets: only groups that have a target of it match. Of several, one is enough. It needs a Prometheus that is asked.
         * @example [
         *       "down",
         *       "stale"
         *     ]
         */
        readonly status?: components['parameters']['Status'];
        /**
         * @description Whether each group has `statuses`, how many of its targets there are of each status. It needs a Prometheus that is asked.
         * @example true
         */
        readonly statuses?: components['parameters']['Statuses'];
      };
      readonly header?: {
        /** @description The answer is 304 if it would have this `ETag`, or one of these. */
        readonly 'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page of the groups that match. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly ETag: components['headers']['ETagOfMany'];
          readonly Age: components['headers']['Age'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['GroupPage'];
        };
      };
      readonly 304: components['responses']['NotModified'];
      readonly 400: components['responses']['InvalidStatusQuery'];
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['ReadNotPermitted'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['Internal'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly replaceGroups: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description The application, with `*` for any run of characters. Of several, one has to match.
         * @example [
         *       "payments"
         *     ]
         */
        readonly application?: components['parameters']['Application'];
        /**
         * @description The environment, with `*` for any run of characters. Of several, one has to match.
         * @example [
         *       "prod*"
         *     ]
         */
        readonly environment?: components['parameters']['Environment'];
        /**
         * @description A target of the group, with `*` for any run of characters: `host` matches with any port or none, `host:port` exactly. Of several, one has to match. What can be no target is refused.
         * @example [
         *       "10.3.3.*"
         *     ]
         */
        readonly target?: components['parameters']['Target'];
        /**
         * @description A label of the group, as `name=pattern` or `name!=pattern`, with `*` for any run of characters. Of several, all have to match. A label that is not there counts as empty.
         * @example [
         *       "team=checkout"
         *     ]
         */
        readonly label?: components['parameters']['Label'];
        /**
         * @description Whether groups that match the filter and are not given are removed.
         * @example true
         */
        readonly prune?: components['parameters']['Prune'];
        /**
         * @description How many targets may go, as the message of `too_much_at_once` says it.
         * @example 1300
         */
        readonly force?: components['parameters']['Force'];
        /**
         * @description Whether the change is only tried: everything is checked and nothing is stored; the answer is the one that the change would give, a refusal too, with the header `Dry-Run`.
         * @example true
         */
        readonly dry_run?: components['parameters']['DryRun'];
      };
      readonly header?: {
        /**
         * @description The change is made only if the collection has this revision, in quotes.
         * @example "e6e37b132f90e9e21020ea81ecd60b0c"
         */
        readonly 'If-Match'?: components['parameters']['IfMatchCollection'];
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    /** @description The groups, as an object or as the list alone. */
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['BulkBody'];
        readonly 'application/yaml': components['schemas']['BulkBody'];
        readonly 'application/x-yaml': components['schemas']['BulkBody'];
        readonly 'application/vnd.yaml': components['schemas']['BulkBody'];
        readonly 'text/yaml': components['schemas']['BulkBody'];
        readonly 'text/x-yaml': components['schemas']['BulkBody'];
        readonly 'text/vnd.yaml': components['schemas']['BulkBody'];
      };
    };
    readonly responses: {
      readonly 200: components['responses']['ManyReplaced'];
      /** @description The request has a fault, and nothing was changed; or a group is larger than what keeps the groups takes. */
      readonly 400: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['BulkFailure'];
        };
      };
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['BulkNotPermitted'];
      readonly 409: components['responses']['TooMuchAtOnce'];
      readonly 412: components['responses']['BulkPreconditionFailed'];
      readonly 413: components['responses']['BodyTooLarge'];
      readonly 429: components['responses']['TooManyBodies'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['BulkUnreadable'];
      readonly 503: components['responses']['BulkUnavailable'];
      readonly 507: components['responses']['BulkFull'];
    };
  };
  readonly removeGroups: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description The application, with `*` for any run of characters. Of several, one has to match.
         * @example [
         *       "payments"
         *     ]
         */
        readonly application?: components['parameters']['Application'];
        /**
         * @description The environment, with `*` for any run of characters. Of several, one has to match.
         * @example [
         *       "prod*"
         *     ]
         */
        readonly environment?: components['parameters']['Environment'];
        /**
         * @description A target of the group, with `*` for any run of characters: `host` matches with any port or none, `host:port` exactly. Of several, one has to match. What can be no target is refused.
         * @example [
         *       "10.3.3.*"
         *     ]
         */
        readonly target?: components['parameters']['Target'];
        /**
         * @description A label of the group, as `name=pattern` or `name!=pattern`, with `*` for any run of characters. Of several, all have to match. A label that is not there counts as empty.
         * @example [
         *       "team=checkout"
         *     ]
         */
        readonly label?: components['parameters']['Label'];
        /**
         * @description How many targets may go, as the message of `too_much_at_once` says it.
         * @example 1300
         */
        readonly force?: components['parameters']['Force'];
        /**
         * @description Whether the change is only tried: everything is checked and nothing is stored; the answer is the one that the change would give, a refusal too, with the header `Dry-Run`.
         * @example true
         */
        readonly dry_run?: components['parameters']['DryRun'];
      };
      readonly header?: {
        /**
         * @description The change is made only if the collection has this revision, in quotes.
         * @example "e6e37b132f90e9e21020ea81ecd60b0c"
         */
        readonly 'If-Match'?: components['parameters']['IfMatchCollection'];
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: components['responses']['ManyRemoved'];
      readonly 400: components['responses']['InvalidQuery'];
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['BulkRemovalNotPermitted'];
      readonly 409: components['responses']['TooMuchAtOnce'];
      readonly 412: components['responses']['BulkPreconditionFailed'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['BulkUnreadable'];
      readonly 503: components['responses']['BulkRemovalUnavailable'];
      readonly 507: components['responses']['BulkFull'];
    };
  };
  readonly headGroups: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description The application, with `*` for any run of characters. Of several, one has to match.
         * @example [
         *       "payments"
         *     ]
         */
        readonly application?: components['parameters']['Application'];
        /**
         * @description The environment, with `*` for any run of characters. Of several, one has to match.
         * @example [
         *       "prod*"
         *     ]
         */
        readonly environment?: components['parameters']['Environment'];
        /**
         * @description A target of the group, with `*` for any run of characters: `host` matches with any port or none, `host:port` exactly. Of several, one has to match. What can be no target is refused.
         * @example [
         *       "10.3.3.*"
         *     ]
         */
        readonly target?: components['parameters']['Target'];
        /**
         * @description A label of the group, as `name=pattern` or `name!=pattern`, with `*` for any run of characters. Of several, all have to match. A label that is not there counts as empty.
         * @example [
         *       "team=checkout"
         *     ]
         */
        readonly label?: components['parameters']['Label'];
        /**
         * @description A text anywhere in application, environment, a target, or `name=value` of a label; case does not count.
         * @example CHECK
         */
        readonly search?: components['parameters']['Search'];
        /**
         * @description How many groups the answer has at most.
         * @example 1
         */
        readonly limit?: components['parameters']['Limit'];
        /**
         * @description What the page before had as `next`.
         * @example WyJwYXltZW50cyIsInByb2QiXQ
         */
        readonly after?: components['parameters']['After'];
        /**
         * @description A status of targets: only groups that have a target of it match. Of several, one is enough. It needs a Prometheus that is asked.
         * @example [
         *       "down",
         *       "stale"
         *     ]
         */
        readonly status?: components['parameters']['Status'];
        /**
         * @description Whether each group has `statuses`, how many of its targets there are of each status. It needs a Prometheus that is asked.
         * @example true
         */
        readonly statuses?: components['parameters']['Statuses'];
      };
      readonly header?: {
        /** @description The answer is 304 if it would have this `ETag`, or one of these. */
        readonly 'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page of the groups that match. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly ETag: components['headers']['ETagOfMany'];
          readonly Age: components['headers']['Age'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['GroupPage'];
        };
      };
      readonly 304: components['responses']['NotModified'];
      readonly 400: components['responses']['InvalidStatusQuery'];
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['ReadNotPermitted'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['Internal'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly showGroupDetails: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The answer is 304 if it would have this `ETag`, or one of these. */
        readonly 'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      readonly path: {
        /**
         * @description The application, percent-encoded UTF-8. Any non-empty text without control characters but `-`.
         * @example payments
         */
        readonly application: components['parameters']['ApplicationInPath'];
        /**
         * @description The environment, percent-encoded UTF-8. Any non-empty text without control characters.
         * @example prod
         */
        readonly environment: components['parameters']['EnvironmentInPath'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The group. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly ETag: components['headers']['ETag'];
          readonly 'Last-Modified': components['headers']['Last-Modified'];
          readonly Age: components['headers']['Age'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['GroupDetails'];
        };
      };
      readonly 304: components['responses']['NotModified'];
      readonly 400: components['responses']['InvalidDetailsRequest'];
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['ReadNotPermitted'];
      /** @description There is no such group. */
      readonly 404: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Failure'];
        };
      };
      readonly 429: components['responses']['TooManyRequests'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['GroupUnreadable'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly headGroupDetails: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The answer is 304 if it would have this `ETag`, or one of these. */
        readonly 'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      readonly path: {
        /**
         * @description The application, percent-encoded UTF-8. Any non-empty text without control characters but `-`.
         * @example payments
         */
        readonly application: components['parameters']['ApplicationInPath'];
        /**
         * @description The environment, percent-encoded UTF-8. Any non-empty text without control characters.
         * @example prod
         */
        readonly environment: components['parameters']['EnvironmentInPath'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The group. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly ETag: components['headers']['ETag'];
          readonly 'Last-Modified': components['headers']['Last-Modified'];
          readonly Age: components['headers']['Age'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['GroupDetails'];
        };
      };
      readonly 304: components['responses']['NotModified'];
      readonly 400: components['responses']['InvalidDetailsRequest'];
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['ReadNotPermitted'];
      /** @description There is no such group. */
      readonly 404: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Failure'];
        };
      };
      readonly 429: components['responses']['TooManyRequests'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['GroupUnreadable'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly showGroupStatus: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description With `up` the answer comes when every target of the group is up on every Prometheus that answers, seen by a scrape that began after the change; or, with 504, when `timeout` is over, or it is certain that one will not be up.
         * @example up
         */
        readonly wait?: components['parameters']['Wait'];
        /**
         * @description How long to wait at most, as a Prometheus duration above 0 and up to `10m`. It goes with `wait`.
         * @example 1m30s
         */
        readonly timeout?: components['parameters']['Timeout'];
      };
      readonly header?: never;
      readonly path: {
        /**
         * @description The application, percent-encoded UTF-8. Any non-empty text without control characters but `-`.
         * @example payments
         */
        readonly application: components['parameters']['ApplicationInPath'];
        /**
         * @description The environment, percent-encoded UTF-8. Any non-empty text without control characters.
         * @example prod
         */
        readonly environment: components['parameters']['EnvironmentInPath'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description What became of the targets. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly Age: components['headers']['Age'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['GroupStatus'];
        };
      };
      /** @description No Prometheus is set, the URL does not name a group, or the request has another fault. */
      readonly 400: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Failure'];
        };
      };
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['ReadNotPermitted'];
      /** @description There is no such group. */
      readonly 404: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Failure'];
        };
      };
      readonly 429: components['responses']['TooManyWaiting'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['GroupUnreadable'];
      readonly 503: components['responses']['Unavailable'];
      readonly 504: components['responses']['NotUp'];
    };
  };
  readonly headGroupStatus: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description With `up` the answer comes when every target of the group is up on every Prometheus that answers, seen by a scrape that began after the change; or, with 504, when `timeout` is over, or it is certain that one will not be up.
         * @example up
         */
        readonly wait?: components['parameters']['Wait'];
        /**
         * @description How long to wait at most, as a Prometheus duration above 0 and up to `10m`. It goes with `wait`.
         * @example 1m30s
         */
        readonly timeout?: components['parameters']['Timeout'];
      };
      readonly header?: never;
      readonly path: {
        /**
         * @description The application, percent-encoded UTF-8. Any non-empty text without control characters but `-`.
         * @example payments
         */
        readonly application: components['parameters']['ApplicationInPath'];
        /**
         * @description The environment, percent-encoded UTF-8. Any non-empty text without control characters.
         * @example prod
         */
        readonly environment: components['parameters']['EnvironmentInPath'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description What became of the targets. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly Age: components['headers']['Age'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['GroupStatus'];
        };
      };
      /** @description No Prometheus is set, the URL does not name a group, or the request has another fault. */
      readonly 400: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Failure'];
        };
      };
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['ReadNotPermitted'];
      /** @description There is no such group. */
      readonly 404: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Failure'];
        };
      };
      readonly 429: components['responses']['TooManyWaiting'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['GroupUnreadable'];
      readonly 503: components['responses']['Unavailable'];
      readonly 504: components['responses']['NotUp'];
    };
  };
  readonly showStatus: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description The application, with `*` for any run of characters. Of several, one has to match.
         * @example [
         *       "payments"
         *     ]
         */
        readonly application?: components['parameters']['Application'];
        /**
         * @description The environment, with `*` for any run of characters. Of several, one has to match.
         * @example [
         *       "prod*"
         *     ]
         */
        readonly environment?: components['parameters']['Environment'];
        /**
         * @description A target of the group, with `*` for any run of characters: `host` matches with any port or none, `host:port` exactly. Of several, one has to match. What can be no target is refused.
         * @example [
         *       "10.3.3.*"
         *     ]
         */
        readonly target?: components['parameters']['Target'];
        /**
         * @description A label of the group, as `name=pattern` or `name!=pattern`, with `*` for any run of characters. Of several, all have to match. A label that is not there counts as empty.
         * @example [
         *       "team=checkout"
         *     ]
         */
        readonly label?: components['parameters']['Label'];
        /**
         * @description A text anywhere in application, environment, a target, or `name=value` of a label; case does not count.
         * @example CHECK
         */
        readonly search?: components['parameters']['Search'];
        /**
         * @description How many targets the list has at most.
         * @example 1
         */
        readonly limit?: components['parameters']['StatusLimit'];
        /**
         * @description What the page before had as `next`.
         * @example WyJwYXltZW50cyIsInByb2QiLCIxMC4zLjMuMTo5MTAwIl0
         */
        readonly after?: components['parameters']['AfterTarget'];
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description How many targets there are of each status, and which are not up. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly Age: components['headers']['Age'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Status'];
        };
      };
      readonly 400: components['responses']['InvalidStatusQuery'];
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['ReadNotPermitted'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['Internal'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly headStatus: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description The application, with `*` for any run of characters. Of several, one has to match.
         * @example [
         *       "payments"
         *     ]
         */
        readonly application?: components['parameters']['Application'];
        /**
         * @description The environment, with `*` for any run of characters. Of several, one has to match.
         * @example [
         *       "prod*"
         *     ]
         */
        readonly environment?: components['parameters']['Environment'];
        /**
         * @description A target of the group, with `*` for any run of characters: `host` matches with any port or none, `host:port` exactly. Of several, one has to match. What can be no target is refused.
         * @example [
         *       "10.3.3.*"
         *     ]
         */
        readonly target?: components['parameters']['Target'];
        /**
         * @description A label of the group, as `name=pattern` or `name!=pattern`, with `*` for any run of characters. Of several, all have to match. A label that is not there counts as empty.
         * @example [
         *       "team=checkout"
         *     ]
         */
        readonly label?: components['parameters']['Label'];
        /**
         * @description A text anywhere in application, environment, a target, or `name=value` of a label; case does not count.
         * @example CHECK
         */
        readonly search?: components['parameters']['Search'];
        /**
         * @description How many targets the list has at most.
         * @example 1
         */
        readonly limit?: components['parameters']['StatusLimit'];
        /**
         * @description What the page before had as `next`.
         * @example WyJwYXltZW50cyIsInByb2QiLCIxMC4zLjMuMTo5MTAwIl0
         */
        readonly after?: components['parameters']['AfterTarget'];
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description How many targets there are of each status, and which are not up. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly Age: components['headers']['Age'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Status'];
        };
      };
      readonly 400: components['responses']['InvalidStatusQuery'];
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['ReadNotPermitted'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['Internal'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly retireTarget: {
    readonly parameters: {
      readonly query: {
        /**
         * @description What to remove, with `*` for any run of characters: `host` is that host with any port or none, `host:port` exactly that. All that match one of several are removed. What can be no target is refused.
         * @example [
         *       "10.3.3.1:9100"
         *     ]
         */
        readonly target: components['parameters']['RetiredTarget'];
        /**
         * @description How many targets may go, as the message of `too_much_at_once` says it.
         * @example 1300
         */
        readonly force?: components['parameters']['Force'];
        /**
         * @description Whether the change is only tried: everything is checked and nothing is stored; the answer is the one that the change would give, a refusal too, with the header `Dry-Run`.
         * @example true
         */
        readonly dry_run?: components['parameters']['DryRun'];
      };
      readonly header?: {
        /**
         * @description The change is made only if the collection has this revision, in quotes.
         * @example "e6e37b132f90e9e21020ea81ecd60b0c"
         */
        readonly 'If-Match'?: components['parameters']['IfMatchCollection'];
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: components['responses']['TargetRetired'];
      readonly 400: components['responses']['InvalidQuery'];
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['BulkRemovalNotPermitted'];
      readonly 409: components['responses']['TooMuchAtOnce'];
      readonly 412: components['responses']['BulkPreconditionFailed'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['BulkUnreadable'];
      readonly 503: components['responses']['BulkRemovalUnavailable'];
      readonly 507: components['responses']['BulkFull'];
    };
  };
  readonly discoverTargets: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description The application, with `*` for any run of characters. Of several, one has to match.
         * @example [
         *       "payments"
         *     ]
         */
        readonly application?: components['parameters']['Application'];
        /**
         * @description The environment, with `*` for any run of characters. Of several, one has to match.
         * @example [
         *       "prod*"
         *     ]
         */
        readonly environment?: components['parameters']['Environment'];
        /**
         * @description A target of the group, with `*` for any run of characters: `host` matches with any port or none, `host:port` exactly. Of several, one has to match. What can be no target is refused.
         * @example [
         *       "10.3.3.*"
         *     ]
         */
        readonly target?: components['parameters']['Target'];
        /**
         * @description A label of the group, as `name=pattern` or `name!=pattern`, with `*` for any run of characters. Of several, all have to match. A label that is not there counts as empty.
         * @example [
         *       "team=checkout"
         *     ]
         */
        readonly label?: components['parameters']['Label'];
      };
      readonly header?: {
        /** @description The answer is 304 if it would have this `ETag`, or one of these. */
        readonly 'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The groups. The bytes are the same as long as the groups are. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly ETag: components['headers']['ETagOfMany'];
          readonly 'Content-Encoding': components['headers']['Content-Encoding'];
          readonly Vary: components['headers']['Vary'];
          readonly Age: components['headers']['Age'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['DiscoveredGroups'];
        };
      };
      readonly 304: components['responses']['DiscoveryNotModified'];
      readonly 400: components['responses']['InvalidQuery'];
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['ReadNotPermitted'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['Internal'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly headTargets: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description The application, with `*` for any run of characters. Of several, one has to match.
         * @example [
         *       "payments"
         *     ]
         */
        readonly application?: components['parameters']['Application'];
        /**
         * @description The environment, with `*` for any run of characters. Of several, one has to match.
         * @example [
         *       "prod*"
         *     ]
         */
        readonly environment?: components['parameters']['Environment'];
        /**
         * @description A target of the group, with `*` for any run of characters: `host` matches with any port or none, `host:port` exactly. Of several, one has to match. What can be no target is refused.
         * @example [
         *       "10.3.3.*"
         *     ]
         */
        readonly target?: components['parameters']['Target'];
        /**
         * @description A label of the group, as `name=pattern` or `name!=pattern`, with `*` for any run of characters. Of several, all have to match. A label that is not there counts as empty.
         * @example [
         *       "team=checkout"
         *     ]
         */
        readonly label?: components['parameters']['Label'];
      };
      readonly header?: {
        /** @description The answer is 304 if it would have this `ETag`, or one of these. */
        readonly 'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The groups. The bytes are the same as long as the groups are. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly ETag: components['headers']['ETagOfMany'];
          readonly 'Content-Encoding': components['headers']['Content-Encoding'];
          readonly Vary: components['headers']['Vary'];
          readonly Age: components['headers']['Age'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['DiscoveredGroups'];
        };
      };
      readonly 304: components['responses']['DiscoveryNotModified'];
      readonly 400: components['responses']['InvalidQuery'];
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['ReadNotPermitted'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['Internal'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly describeApi: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The answer is 304 if it would have this `ETag`, or one of these. */
        readonly 'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The description, as OpenAPI 3.1. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly ETag: components['headers']['ETagOfDescription'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Description'];
        };
      };
      readonly 304: components['responses']['NotModified'];
      readonly 400: components['responses']['NoParameters'];
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['ReadNotPermitted'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['Internal'];
      readonly 503: components['responses']['Stopping'];
    };
  };
  readonly headDescription: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The answer is 304 if it would have this `ETag`, or one of these. */
        readonly 'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The description, as OpenAPI 3.1. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly ETag: components['headers']['ETagOfDescription'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Description'];
        };
      };
      readonly 304: components['responses']['NotModified'];
      readonly 400: components['responses']['NoParameters'];
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['ReadNotPermitted'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['Internal'];
      readonly 503: components['responses']['Stopping'];
    };
  };
  readonly showHealth: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The service runs. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Health'];
        };
      };
      readonly 400: components['responses']['InvalidRequest'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['Internal'];
      readonly 503: components['responses']['Stopping'];
    };
  };
  readonly headHealth: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The service runs. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Health'];
        };
      };
      readonly 400: components['responses']['InvalidRequest'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['Internal'];
      readonly 503: components['responses']['Stopping'];
    };
  };
  readonly showReadiness: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Changes can be stored. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Readiness'];
        };
      };
      readonly 400: components['responses']['InvalidRequest'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['Internal'];
      /** @description Changes cannot be stored, or do not get to Prometheus; the message says why. */
      readonly 503: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly 'Retry-After': components['headers']['Retry-After'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Failure'];
        };
      };
    };
  };
  readonly headReadiness: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Changes can be stored. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Readiness'];
        };
      };
      readonly 400: components['responses']['InvalidRequest'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['Internal'];
      /** @description Changes cannot be stored, or do not get to Prometheus; the message says why. */
      readonly 503: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly 'Retry-After': components['headers']['Retry-After'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Failure'];
        };
      };
    };
  };
  readonly reload: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The files were read, and what they say is in force. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Reloaded'];
        };
      };
      readonly 400: components['responses']['InvalidRequest'];
      readonly 401: components['responses']['LoginNeeded'];
      /** @description The caller may not reload, or nobody may. */
      readonly 403: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Failure'];
        };
      };
      readonly 429: components['responses']['TooManyRequests'];
      readonly 431: components['responses']['HeadersTooLarge'];
      /** @description A file cannot be used, and what was read from it before stays in force; or a defect. */
      readonly 500: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Failure'];
        };
      };
      readonly 503: components['responses']['Stopping'];
    };
  };
  readonly showAbout: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description What the page has to know. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['About'];
        };
      };
      readonly 400: components['responses']['NoParameters'];
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['ReadNotPermitted'];
      readonly 404: components['responses']['NoPage'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['Internal'];
      readonly 503: components['responses']['Stopping'];
    };
  };
  readonly headAbout: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description What the page has to know. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['About'];
        };
      };
      readonly 400: components['responses']['NoParameters'];
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['ReadNotPermitted'];
      readonly 404: components['responses']['NoPage'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['Internal'];
      readonly 503: components['responses']['Stopping'];
    };
  };
  readonly showHistory: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description How many targets there were of each status, oldest first. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['StatusHistory'];
        };
      };
      /** @description No Prometheus is set, or the URL has parameters, or the request has another fault. */
      readonly 400: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Failure'];
        };
      };
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['ReadNotPermitted'];
      readonly 404: components['responses']['NoPage'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['Internal'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly headHistory: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description How many targets there were of each status, oldest first. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['StatusHistory'];
        };
      };
      /** @description No Prometheus is set, or the URL has parameters, or the request has another fault. */
      readonly 400: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Failure'];
        };
      };
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['ReadNotPermitted'];
      readonly 404: components['responses']['NoPage'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['Internal'];
      readonly 503: components['responses']['Unavailable'];
    };
  };
  readonly showMetrics: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The metrics. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/plain': string;
        };
      };
      readonly 400: components['responses']['InvalidRequest'];
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['ReadNotPermitted'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['Internal'];
      readonly 503: components['responses']['Stopping'];
    };
  };
  readonly headMetrics: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The metrics. */
      readonly 200: {
        headers: {
          readonly 'X-Request-Id': components['headers']['X-Request-Id'];
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/plain': string;
        };
      };
      readonly 400: components['responses']['InvalidRequest'];
      readonly 401: components['responses']['LoginNeeded'];
      readonly 403: components['responses']['ReadNotPermitted'];
      readonly 429: components['responses']['TooManyRequests'];
      readonly 431: components['responses']['HeadersTooLarge'];
      readonly 500: components['responses']['Internal'];
      readonly 503: components['responses']['Stopping'];
    };
  };
}
