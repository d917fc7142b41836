// Made of openapi.yaml by `npm run generate`.

import type { OpenApiDocument } from '../document.js';
import { REQUEST_SCHEMAS } from './request-schemas.js';

/** The description of the API, made anew each time: who needs it once does not keep it in memory. */
export const openApiDocument = (): OpenApiDocument => ({
  openapi: '3.1.0',
  info: {
    title: 'Target-eye',
    summary: 'Tells Prometheus what to scrape',
    version: '1.0.0',
    license: { name: 'BSD-3-Clause', identifier: 'BSD-3-Clause' },
    description:
      'A target group is a list of targets and the labels that all of them get. Its key is an application and an environment.\n\nEvery answer but the page and the metrics is JSON. A failure changes nothing, unless it says so, and is a `Failure`; `x-error-codes` of a response lists the codes that it can have. A URL or a method that is not described here is answered with 404 `not_found` or 405 `method_not_allowed`; the latter names the methods in `Allow`.\n\nUnder a prefix of all URLs, that prefix alone is answered with 308 to the same with a slash at its end, which is `/` here.\n\nAn answer to HEAD is the one to GET without its body. Every answer has the headers `Content-Type`, `Content-Length`, `X-Content-Type-Options`, `Cache-Control`, `Content-Security-Policy`, `X-Frame-Options` and `Referrer-Policy`; the values of the last five can be configured.\n\nA path segment is percent-encoded UTF-8. The body of a request may be compressed (`Content-Encoding: gzip`, `deflate` or `br`).\n',
  },
  servers: [
    { url: '/', description: 'The URL that this description comes from, with the prefix `root_path` if there is one.' },
  ],
  security: [{}, { basic: [] }, { bearer: [] }, { certificate: [] }],
  tags: [
    { name: 'collection', description: 'All target groups at once.' },
    { name: 'discovery', description: 'What Prometheus reads over HTTP.' },
    { name: 'group', description: 'One target group.' },
    { name: 'page', description: 'The page for browsers, and what it asks that nobody else needs.' },
    { name: 'service', description: 'The service itself.' },
    { name: 'status', description: 'What became of the targets in Prometheus.' },
  ],
  paths: {
    '/': {
      get: {
        operationId: 'showPage',
        tags: ['page'],
        summary: 'Show the page, or where things are',
        description:
          'Shows the page to whoever would rather have HTML than JSON, as browsers do, and where things are to everybody else. Both come without a login. The query is ignored.',
        security: [],
        parameters: [{ $ref: '#/components/parameters/IfNoneMatch' }],
        responses: {
          '200': {
            description: 'The page, or where things are.',
            headers: {
              'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
              ETag: { $ref: '#/components/headers/ETagOfPage' },
              Vary: { $ref: '#/components/headers/VaryOfPage' },
              'Content-Encoding': { $ref: '#/components/headers/PageEncoding' },
            },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Start' },
                examples: {
                  start: {
                    summary: 'Where things are, when there is no prefix of all URLs',
                    value: {
                      message: 'this is Target-eye, which tells Prometheus what to scrape; a browser gets a page here',
                      groups: '/api/v1/groups',
                      group: '/<application>/<environment>',
                      http_sd: '/http_sd',
                      status: '/api/v1/status',
                      description: '/openapi.json',
                      page: { build: '6f1d0c2b9a3e' },
                    },
                  },
                },
              },
              'text/html': { schema: { type: 'string' } },
            },
          },
          '304': { $ref: '#/components/responses/PageNotModified' },
          '400': { $ref: '#/components/responses/InvalidRequest' },
          '404': { $ref: '#/components/responses/NoPage' },
          '429': { $ref: '#/components/responses/TooOften' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/Internal' },
          '503': { $ref: '#/components/responses/Stopping' },
        },
      },
      head: {
        operationId: 'headPage',
        tags: ['page'],
        summary: 'Show the headers of the page',
        description: 'As GET, without the body.',
        security: [],
        parameters: [{ $ref: '#/components/parameters/IfNoneMatch' }],
        responses: {
          '200': {
            description: 'The page, or where things are.',
            headers: {
              'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
              ETag: { $ref: '#/components/headers/ETagOfPage' },
              Vary: { $ref: '#/components/headers/VaryOfPage' },
              'Content-Encoding': { $ref: '#/components/headers/PageEncoding' },
            },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Start' },
                examples: {
                  start: {
                    summary: 'Where things are, when there is no prefix of all URLs',
                    value: {
                      message: 'this is Target-eye, which tells Prometheus what to scrape; a browser gets a page here',
                      groups: '/api/v1/groups',
                      group: '/<application>/<environment>',
                      http_sd: '/http_sd',
                      status: '/api/v1/status',
                      description: '/openapi.json',
                      page: { build: '6f1d0c2b9a3e' },
                    },
                  },
                },
              },
              'text/html': { schema: { type: 'string' } },
            },
          },
          '304': { $ref: '#/components/responses/PageNotModified' },
          '400': { $ref: '#/components/responses/InvalidRequest' },
          '404': { $ref: '#/components/responses/NoPage' },
          '429': { $ref: '#/components/responses/TooOften' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/Internal' },
          '503': { $ref: '#/components/responses/Stopping' },
        },
      },
    },
    '/-/ui/{file}': {
      parameters: [{ $ref: '#/components/parameters/PageFile' }],
      get: {
        operationId: 'showPageFile',
        tags: ['page'],
        summary: 'Show a file of the page',
        description: 'Shows a script or a style sheet of the page, without a login. The query is ignored.',
        security: [],
        parameters: [{ $ref: '#/components/parameters/IfNoneMatch' }],
        responses: {
          '200': {
            description: 'The file. Another one would have another name, so it may be kept for as long as one likes.',
            headers: {
              'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
              ETag: { $ref: '#/components/headers/ETagOfPage' },
              Vary: { $ref: '#/components/headers/VaryOfPage' },
              'Content-Encoding': { $ref: '#/components/headers/PageEncoding' },
            },
            content: {
              'image/svg+xml': { schema: { type: 'string' } },
              'text/css': { schema: { type: 'string' } },
              'text/javascript': { schema: { type: 'string' } },
            },
          },
          '304': { $ref: '#/components/responses/PageNotModified' },
          '400': {
            description: 'The URL is not percent-encoded, or the request has another fault.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
            'x-error-codes': ['bad_percent_encoding', 'bad_request', 'host_unknown'],
          },
          '404': { $ref: '#/components/responses/NoPage' },
          '429': { $ref: '#/components/responses/TooOften' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/Internal' },
          '503': { $ref: '#/components/responses/Stopping' },
        },
      },
      head: {
        operationId: 'headPageFile',
        tags: ['page'],
        summary: 'Show the headers of a file of the page',
        description: 'As GET, without the body.',
        security: [],
        parameters: [{ $ref: '#/components/parameters/IfNoneMatch' }],
        responses: {
          '200': {
            description: 'The file. Another one would have another name, so it may be kept for as long as one likes.',
            headers: {
              'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
              ETag: { $ref: '#/components/headers/ETagOfPage' },
              Vary: { $ref: '#/components/headers/VaryOfPage' },
              'Content-Encoding': { $ref: '#/components/headers/PageEncoding' },
            },
            content: {
              'image/svg+xml': { schema: { type: 'string' } },
              'text/css': { schema: { type: 'string' } },
              'text/javascript': { schema: { type: 'string' } },
            },
          },
          '304': { $ref: '#/components/responses/PageNotModified' },
          '400': {
            description: 'The URL is not percent-encoded, or the request has another fault.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
            'x-error-codes': ['bad_percent_encoding', 'bad_request', 'host_unknown'],
          },
          '404': { $ref: '#/components/responses/NoPage' },
          '429': { $ref: '#/components/responses/TooOften' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/Internal' },
          '503': { $ref: '#/components/responses/Stopping' },
        },
      },
    },
    '/{application}/{environment}': {
      parameters: [
        { $ref: '#/components/parameters/ApplicationInPath' },
        { $ref: '#/components/parameters/EnvironmentInPath' },
      ],
      get: {
        operationId: 'showGroup',
        tags: ['group'],
        summary: 'Show a target group',
        description:
          'Shows the group in the format of file_sd, as its file holds it; an empty list where there is none. The query is ignored.',
        parameters: [{ $ref: '#/components/parameters/IfNoneMatch' }],
        responses: {
          '200': { $ref: '#/components/responses/Group' },
          '304': { $ref: '#/components/responses/NotModified' },
          '400': { $ref: '#/components/responses/InvalidGroupUrl' },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/ReadNotPermitted' },
          '429': { $ref: '#/components/responses/TooManyRequests' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/GroupUnreadable' },
          '503': { $ref: '#/components/responses/Unavailable' },
        },
      },
      head: {
        operationId: 'headGroup',
        tags: ['group'],
        summary: 'Show the headers of a target group',
        description: 'As GET, without the body.',
        parameters: [{ $ref: '#/components/parameters/IfNoneMatch' }],
        responses: {
          '200': { $ref: '#/components/responses/Group' },
          '304': { $ref: '#/components/responses/NotModified' },
          '400': { $ref: '#/components/responses/InvalidGroupUrl' },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/ReadNotPermitted' },
          '429': { $ref: '#/components/responses/TooManyRequests' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/GroupUnreadable' },
          '503': { $ref: '#/components/responses/Unavailable' },
        },
      },
      put: {
        operationId: 'replaceGroup',
        tags: ['group'],
        summary: 'Replace a target group, or create it',
        description:
          'Targets and labels that are given replace those that are there; what is not given stays. With targets and labels, `job` and `env` fall back to application and environment where they are not given. With labels alone they keep their values. A group is created when targets are given.',
        parameters: [
          { $ref: '#/components/parameters/DryRun' },
          { $ref: '#/components/parameters/Idempotent' },
          { $ref: '#/components/parameters/Wait' },
          { $ref: '#/components/parameters/Timeout' },
          { $ref: '#/components/parameters/IfMatch' },
          { $ref: '#/components/parameters/IfNoneMatchAny' },
        ],
        requestBody: {
          description: 'The targets, the labels, or both. Without a body the group stays as it is.',
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/TargetGroupBody' },
              examples: {
                targetsAndLabels: {
                  summary: 'Replace targets and labels',
                  value: { targets: ['10.3.3.1:9100', '10.3.3.2:9100'], labels: { team: 'checkout' } },
                },
                targetsOnly: {
                  summary: 'Replace the targets and keep the labels',
                  value: { targets: ['10.3.3.3:9100'] },
                },
                labelsOnly: {
                  summary: 'Replace the labels and keep the targets',
                  value: { labels: { team: 'billing' } },
                },
              },
            },
            'application/yaml': {
              schema: { $ref: '#/components/schemas/TargetGroupBody' },
              examples: {
                targetsAndLabels: {
                  summary: 'Replace targets and labels',
                  value: { targets: ['10.3.3.1:9100', '10.3.3.2:9100'], labels: { team: 'checkout' } },
                },
                targetsOnly: {
                  summary: 'Replace the targets and keep the labels',
                  value: { targets: ['10.3.3.3:9100'] },
                },
                labelsOnly: {
                  summary: 'Replace the labels and keep the targets',
                  value: { labels: { team: 'billing' } },
                },
              },
            },
            'application/x-yaml': {
              schema: { $ref: '#/components/schemas/TargetGroupBody' },
              examples: {
                targetsAndLabels: {
                  summary: 'Replace targets and labels',
                  value: { targets: ['10.3.3.1:9100', '10.3.3.2:9100'], labels: { team: 'checkout' } },
                },
                targetsOnly: {
                  summary: 'Replace the targets and keep the labels',
                  value: { targets: ['10.3.3.3:9100'] },
                },
                labelsOnly: {
                  summary: 'Replace the labels and keep the targets',
                  value: { labels: { team: 'billing' } },
                },
              },
            },
            'application/vnd.yaml': {
              schema: { $ref: '#/components/schemas/TargetGroupBody' },
              examples: {
                targetsAndLabels: {
                  summary: 'Replace targets and labels',
                  value: { targets: ['10.3.3.1:9100', '10.3.3.2:9100'], labels: { team: 'checkout' } },
                },
                targetsOnly: {
                  summary: 'Replace the targets and keep the labels',
                  value: { targets: ['10.3.3.3:9100'] },
                },
                labelsOnly: {
                  summary: 'Replace the labels and keep the targets',
                  value: { labels: { team: 'billing' } },
                },
              },
            },
            'text/yaml': {
              schema: { $ref: '#/components/schemas/TargetGroupBody' },
              examples: {
                targetsAndLabels: {
                  summary: 'Replace targets and labels',
                  value: { targets: ['10.3.3.1:9100', '10.3.3.2:9100'], labels: { team: 'checkout' } },
                },
                targetsOnly: {
                  summary: 'Replace the targets and keep the labels',
                  value: { targets: ['10.3.3.3:9100'] },
                },
                labelsOnly: {
                  summary: 'Replace the labels and keep the targets',
                  value: { labels: { team: 'billing' } },
                },
              },
            },
            'text/x-yaml': {
              schema: { $ref: '#/components/schemas/TargetGroupBody' },
              examples: {
                targetsAndLabels: {
                  summary: 'Replace targets and labels',
                  value: { targets: ['10.3.3.1:9100', '10.3.3.2:9100'], labels: { team: 'checkout' } },
                },
                targetsOnly: {
                  summary: 'Replace the targets and keep the labels',
                  value: { targets: ['10.3.3.3:9100'] },
                },
                labelsOnly: {
                  summary: 'Replace the labels and keep the targets',
                  value: { labels: { team: 'billing' } },
                },
              },
            },
            'text/vnd.yaml': {
              schema: { $ref: '#/components/schemas/TargetGroupBody' },
              examples: {
                targetsAndLabels: {
                  summary: 'Replace targets and labels',
                  value: { targets: ['10.3.3.1:9100', '10.3.3.2:9100'], labels: { team: 'checkout' } },
                },
                targetsOnly: {
                  summary: 'Replace the targets and keep the labels',
                  value: { targets: ['10.3.3.3:9100'] },
                },
                labelsOnly: {
                  summary: 'Replace the labels and keep the targets',
                  value: { labels: { team: 'billing' } },
                },
              },
            },
            'application/x-www-form-urlencoded': {
              schema: { $ref: '#/components/schemas/TargetGroupForm' },
              examples: {
                form: {
                  summary: 'Replace targets and labels with a form',
                  value: { targets: '10.3.3.1:9100,10.3.3.2:9100', team: 'checkout' },
                },
              },
            },
          },
        },
        responses: {
          '200': { $ref: '#/components/responses/ReplacedGroup' },
          '400': {
            description: 'The request has a fault.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Failure' },
                examples: { invalidTarget: { $ref: '#/components/examples/InvalidTarget' } },
              },
            },
            'x-error-codes': [
              'bad_percent_encoding',
              'bad_request',
              'body_malformed',
              'charset_unknown',
              'content_encoding_unknown',
              'content_type_missing',
              'content_type_unknown',
              'group_too_large',
              'group_unknown',
              'host_unknown',
              'invalid_label_name',
              'invalid_label_value',
              'invalid_name',
              'invalid_target',
              'label_refused',
              'label_required',
              'name_too_long',
              'prometheus_not_set',
              'query_invalid',
              'query_not_understood',
              'targets_empty',
              'too_many_names',
              'too_many_targets',
              'unknown_key',
              'wrong_type',
            ],
          },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/ChangeNotPermitted' },
          '412': { $ref: '#/components/responses/PreconditionFailed' },
          '413': { $ref: '#/components/responses/BodyTooLarge' },
          '429': { $ref: '#/components/responses/TooManyChanges' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/GroupUnreadable' },
          '503': { $ref: '#/components/responses/StorageUnavailable' },
          '504': { $ref: '#/components/responses/ChangedNotUp' },
          '507': { $ref: '#/components/responses/StorageFull' },
        },
      },
      post: {
        operationId: 'addToGroup',
        tags: ['group'],
        summary: 'Add targets and labels to a target group, or create it',
        description:
          'New targets go to the end, new labels are added, and labels that are there take the new value. A target that is there already, or twice in the request, is a fault, and so are labels that change nothing; `idempotent` lets them pass.',
        parameters: [
          { $ref: '#/components/parameters/DryRun' },
          { $ref: '#/components/parameters/Idempotent' },
          { $ref: '#/components/parameters/Wait' },
          { $ref: '#/components/parameters/Timeout' },
          { $ref: '#/components/parameters/IfMatch' },
          { $ref: '#/components/parameters/IfNoneMatchAny' },
        ],
        requestBody: {
          description: 'What to add. A body is needed.',
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/TargetGroupBody' },
              examples: {
                target: { summary: 'Add a target', value: { targets: ['10.3.3.9:9100'] } },
                label: { summary: 'Add a label, or give it another value', value: { labels: { version: '1.10' } } },
              },
            },
            'application/yaml': {
              schema: { $ref: '#/components/schemas/TargetGroupBody' },
              examples: {
                target: { summary: 'Add a target', value: { targets: ['10.3.3.9:9100'] } },
                label: { summary: 'Add a label, or give it another value', value: { labels: { version: '1.10' } } },
              },
            },
            'application/x-yaml': {
              schema: { $ref: '#/components/schemas/TargetGroupBody' },
              examples: {
                target: { summary: 'Add a target', value: { targets: ['10.3.3.9:9100'] } },
                label: { summary: 'Add a label, or give it another value', value: { labels: { version: '1.10' } } },
              },
            },
            'application/vnd.yaml': {
              schema: { $ref: '#/components/schemas/TargetGroupBody' },
              examples: {
                target: { summary: 'Add a target', value: { targets: ['10.3.3.9:9100'] } },
                label: { summary: 'Add a label, or give it another value', value: { labels: { version: '1.10' } } },
              },
            },
            'text/yaml': {
              schema: { $ref: '#/components/schemas/TargetGroupBody' },
              examples: {
                target: { summary: 'Add a target', value: { targets: ['10.3.3.9:9100'] } },
                label: { summary: 'Add a label, or give it another value', value: { labels: { version: '1.10' } } },
              },
            },
            'text/x-yaml': {
              schema: { $ref: '#/components/schemas/TargetGroupBody' },
              examples: {
                target: { summary: 'Add a target', value: { targets: ['10.3.3.9:9100'] } },
                label: { summary: 'Add a label, or give it another value', value: { labels: { version: '1.10' } } },
              },
            },
            'text/vnd.yaml': {
              schema: { $ref: '#/components/schemas/TargetGroupBody' },
              examples: {
                target: { summary: 'Add a target', value: { targets: ['10.3.3.9:9100'] } },
                label: { summary: 'Add a label, or give it another value', value: { labels: { version: '1.10' } } },
              },
            },
            'application/x-www-form-urlencoded': {
              schema: { $ref: '#/components/schemas/TargetGroupForm' },
              examples: {
                form: {
                  summary: 'Add targets and a label with a form',
                  value: { targets: '10.3.3.7:9100,10.3.3.8:9100', version: '1.11' },
                },
              },
            },
          },
        },
        responses: {
          '200': { $ref: '#/components/responses/GrownGroup' },
          '400': {
            description: 'The request has a fault, or what it adds is there already.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Failure' },
                examples: { invalidTarget: { $ref: '#/components/examples/InvalidTarget' } },
              },
            },
            'x-error-codes': [
              'bad_percent_encoding',
              'bad_request',
              'body_malformed',
              'charset_unknown',
              'content_encoding_unknown',
              'content_type_missing',
              'content_type_unknown',
              'group_too_large',
              'group_unknown',
              'host_unknown',
              'invalid_label_name',
              'invalid_label_value',
              'invalid_name',
              'invalid_target',
              'label_refused',
              'label_required',
              'label_value_blank',
              'labels_empty',
              'labels_unchanged',
              'name_too_long',
              'nothing_given',
              'prometheus_not_set',
              'query_invalid',
              'query_not_understood',
              'target_exists',
              'target_repeated',
              'targets_empty',
              'too_many_names',
              'too_many_targets',
              'unknown_key',
              'wrong_type',
            ],
          },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/ChangeNotPermitted' },
          '412': { $ref: '#/components/responses/PreconditionFailed' },
          '413': { $ref: '#/components/responses/BodyTooLarge' },
          '429': { $ref: '#/components/responses/TooManyChanges' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/GroupUnreadable' },
          '503': { $ref: '#/components/responses/StorageUnavailable' },
          '504': { $ref: '#/components/responses/ChangedNotUp' },
          '507': { $ref: '#/components/responses/StorageFull' },
        },
      },
      delete: {
        operationId: 'removeFromGroup',
        tags: ['group'],
        summary: 'Remove targets and labels from a target group, or the group',
        description:
          'Exactly the targets and labels that are given go, in one step or not at all; a label is named with its value. With neither a body nor a Content-Type the whole group goes. Naming all targets and all labels removes it too.',
        parameters: [
          { $ref: '#/components/parameters/DryRun' },
          { $ref: '#/components/parameters/Idempotent' },
          { $ref: '#/components/parameters/IfMatch' },
          { $ref: '#/components/parameters/IfNoneMatchAny' },
        ],
        requestBody: {
          description: 'What to remove. Without a body the whole group is removed.',
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/TargetGroupBody' },
              examples: {
                target: { summary: 'Remove a target', value: { targets: ['10.3.3.2:9100'] } },
                label: { summary: 'Remove a label', value: { labels: { team: 'checkout' } } },
              },
            },
            'application/yaml': {
              schema: { $ref: '#/components/schemas/TargetGroupBody' },
              examples: {
                target: { summary: 'Remove a target', value: { targets: ['10.3.3.2:9100'] } },
                label: { summary: 'Remove a label', value: { labels: { team: 'checkout' } } },
              },
            },
            'application/x-yaml': {
              schema: { $ref: '#/components/schemas/TargetGroupBody' },
              examples: {
                target: { summary: 'Remove a target', value: { targets: ['10.3.3.2:9100'] } },
                label: { summary: 'Remove a label', value: { labels: { team: 'checkout' } } },
              },
            },
            'application/vnd.yaml': {
              schema: { $ref: '#/components/schemas/TargetGroupBody' },
              examples: {
                target: { summary: 'Remove a target', value: { targets: ['10.3.3.2:9100'] } },
                label: { summary: 'Remove a label', value: { labels: { team: 'checkout' } } },
              },
            },
            'text/yaml': {
              schema: { $ref: '#/components/schemas/TargetGroupBody' },
              examples: {
                target: { summary: 'Remove a target', value: { targets: ['10.3.3.2:9100'] } },
                label: { summary: 'Remove a label', value: { labels: { team: 'checkout' } } },
              },
            },
            'text/x-yaml': {
              schema: { $ref: '#/components/schemas/TargetGroupBody' },
              examples: {
                target: { summary: 'Remove a target', value: { targets: ['10.3.3.2:9100'] } },
                label: { summary: 'Remove a label', value: { labels: { team: 'checkout' } } },
              },
            },
            'text/vnd.yaml': {
              schema: { $ref: '#/components/schemas/TargetGroupBody' },
              examples: {
                target: { summary: 'Remove a target', value: { targets: ['10.3.3.2:9100'] } },
                label: { summary: 'Remove a label', value: { labels: { team: 'checkout' } } },
              },
            },
            'application/x-www-form-urlencoded': {
              schema: { $ref: '#/components/schemas/TargetGroupForm' },
              examples: {
                form: {
                  summary: 'Remove a target and a label with a form',
                  value: { targets: '10.3.3.2:9100', team: 'checkout' },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'The group as it is stored now, or what was removed where it is gone.',
            headers: {
              'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
              ETag: { $ref: '#/components/headers/ETag' },
              'Last-Modified': { $ref: '#/components/headers/Last-Modified' },
              'Dry-Run': { $ref: '#/components/headers/Dry-Run' },
            },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/OneGroup' },
                examples: { group: { $ref: '#/components/examples/Group' } },
              },
            },
          },
          '400': {
            description: 'The request has a fault, or what it removes is not there.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Failure' },
                examples: {
                  targetUnknown: {
                    summary: 'A target that is not there',
                    value: {
                      message: 'the target "10.3.3.9:9100" is not in the group',
                      code: 'target_unknown',
                      errors: [
                        {
                          path: 'targets[0]',
                          code: 'target_unknown',
                          message: 'the target "10.3.3.9:9100" is not in the group',
                        },
                      ],
                    },
                  },
                },
              },
            },
            'x-error-codes': [
              'bad_percent_encoding',
              'bad_request',
              'body_malformed',
              'charset_unknown',
              'content_encoding_unknown',
              'content_type_missing',
              'content_type_unknown',
              'group_too_large',
              'group_unknown',
              'host_unknown',
              'invalid_name',
              'invalid_target',
              'label_required',
              'label_unknown',
              'label_value_differs',
              'labels_empty',
              'labels_remain',
              'name_too_long',
              'nothing_given',
              'query_invalid',
              'query_not_understood',
              'target_repeated',
              'target_unknown',
              'targets_empty',
              'too_many_targets',
              'unknown_key',
              'wrong_type',
            ],
          },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/ChangeNotPermitted' },
          '412': { $ref: '#/components/responses/PreconditionFailed' },
          '413': { $ref: '#/components/responses/BodyTooLarge' },
          '429': { $ref: '#/components/responses/TooManyBodies' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/GroupUnreadable' },
          '503': { $ref: '#/components/responses/StorageUnavailable' },
          '507': { $ref: '#/components/responses/StorageFull' },
        },
      },
    },
    '/api/v1/groups': {
      get: {
        operationId: 'listGroups',
        tags: ['collection'],
        summary: 'List target groups',
        description:
          'Lists the groups that match every filter, ordered by application, then environment, by code points. Whoever gives `next` back as `after` sees every group that is there all the time exactly once, whatever changes meanwhile.',
        parameters: [
          { $ref: '#/components/parameters/Application' },
          { $ref: '#/components/parameters/Environment' },
          { $ref: '#/components/parameters/Target' },
          { $ref: '#/components/parameters/Label' },
          { $ref: '#/components/parameters/Search' },
          { $ref: '#/components/parameters/Limit' },
          { $ref: '#/components/parameters/After' },
          { $ref: '#/components/parameters/Status' },
          { $ref: '#/components/parameters/Statuses' },
          { $ref: '#/components/parameters/IfNoneMatch' },
        ],
        responses: {
          '200': {
            description: 'A page of the groups that match.',
            headers: {
              'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
              ETag: { $ref: '#/components/headers/ETagOfMany' },
              Age: { $ref: '#/components/headers/Age' },
            },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/GroupPage' },
                examples: {
                  page: {
                    summary: 'The groups of one team',
                    value: {
                      groups: [
                        {
                          application: 'payments',
                          environment: 'prod',
                          targets: ['10.3.3.1:9100', '10.3.3.2:9100'],
                          labels: { job: 'payments', env: 'prod', team: 'checkout' },
                          revision: '0de52fc5bd72d6f216ce98a796e2aaa3',
                          changed_at: '2026-11-26T10:31:07.120Z',
                        },
                      ],
                      matched: 1,
                      total: 2,
                      revision: 'e6e37b132f90e9e21020ea81ecd60b0c',
                      unreadable: [],
                    },
                  },
                  first: {
                    summary: 'The first page',
                    value: {
                      groups: [
                        {
                          application: 'payments',
                          environment: 'prod',
                          targets: ['10.3.3.1:9100', '10.3.3.2:9100'],
                          labels: { job: 'payments', env: 'prod', team: 'checkout' },
                          revision: '0de52fc5bd72d6f216ce98a796e2aaa3',
                          changed_at: '2026-11-26T10:31:07.120Z',
                        },
                      ],
                      matched: 2,
                      total: 2,
                      revision: 'e6e37b132f90e9e21020ea81ecd60b0c',
                      next: 'WyJwYXltZW50cyIsInByb2QiXQ',
                      unreadable: [],
                    },
                  },
                  counted: {
                    summary: 'The groups with what became of their targets',
                    value: {
                      groups: [
                        {
                          application: 'payments',
                          environment: 'prod',
                          targets: ['10.3.3.1:9100', '10.3.3.2:9100'],
                          labels: { job: 'payments', env: 'prod', team: 'checkout' },
                          revision: '0de52fc5bd72d6f216ce98a796e2aaa3',
                          changed_at: '2026-11-26T10:31:07.120Z',
                          statuses: { up: 2 },
                        },
                        {
                          application: 'shop',
                          environment: 'prod',
                          targets: ['10.4.4.1:9100'],
                          labels: { job: 'shop', env: 'prod' },
                          revision: 'c37aba5a25a93366bfb2f939c739c0f5',
                          changed_at: '2026-11-26T10:31:07.140Z',
                          statuses: { down: 1 },
                        },
                      ],
                      matched: 2,
                      total: 2,
                      revision: 'e6e37b132f90e9e21020ea81ecd60b0c',
                      unreadable: [],
                    },
                  },
                },
              },
            },
          },
          '304': { $ref: '#/components/responses/NotModified' },
          '400': { $ref: '#/components/responses/InvalidStatusQuery' },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/ReadNotPermitted' },
          '429': { $ref: '#/components/responses/TooManyRequests' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/Internal' },
          '503': { $ref: '#/components/responses/Unavailable' },
        },
      },
      head: {
        operationId: 'headGroups',
        tags: ['collection'],
        summary: 'Show the headers of a list of target groups',
        description: 'As GET, without the body.',
        parameters: [
          { $ref: '#/components/parameters/Application' },
          { $ref: '#/components/parameters/Environment' },
          { $ref: '#/components/parameters/Target' },
          { $ref: '#/components/parameters/Label' },
          { $ref: '#/components/parameters/Search' },
          { $ref: '#/components/parameters/Limit' },
          { $ref: '#/components/parameters/After' },
          { $ref: '#/components/parameters/Status' },
          { $ref: '#/components/parameters/Statuses' },
          { $ref: '#/components/parameters/IfNoneMatch' },
        ],
        responses: {
          '200': {
            description: 'A page of the groups that match.',
            headers: {
              'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
              ETag: { $ref: '#/components/headers/ETagOfMany' },
              Age: { $ref: '#/components/headers/Age' },
            },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/GroupPage' },
                examples: {
                  page: {
                    summary: 'The groups of one team',
                    value: {
                      groups: [
                        {
                          application: 'payments',
                          environment: 'prod',
                          targets: ['10.3.3.1:9100', '10.3.3.2:9100'],
                          labels: { job: 'payments', env: 'prod', team: 'checkout' },
                          revision: '0de52fc5bd72d6f216ce98a796e2aaa3',
                          changed_at: '2026-11-26T10:31:07.120Z',
                        },
                      ],
                      matched: 1,
                      total: 2,
                      revision: 'e6e37b132f90e9e21020ea81ecd60b0c',
                      unreadable: [],
                    },
                  },
                  first: {
                    summary: 'The first page',
                    value: {
                      groups: [
                        {
                          application: 'payments',
                          environment: 'prod',
                          targets: ['10.3.3.1:9100', '10.3.3.2:9100'],
                          labels: { job: 'payments', env: 'prod', team: 'checkout' },
                          revision: '0de52fc5bd72d6f216ce98a796e2aaa3',
                          changed_at: '2026-11-26T10:31:07.120Z',
                        },
                      ],
                      matched: 2,
                      total: 2,
                      revision: 'e6e37b132f90e9e21020ea81ecd60b0c',
                      next: 'WyJwYXltZW50cyIsInByb2QiXQ',
                      unreadable: [],
                    },
                  },
                  counted: {
                    summary: 'The groups with what became of their targets',
                    value: {
                      groups: [
                        {
                          application: 'payments',
                          environment: 'prod',
                          targets: ['10.3.3.1:9100', '10.3.3.2:9100'],
                          labels: { job: 'payments', env: 'prod', team: 'checkout' },
                          revision: '0de52fc5bd72d6f216ce98a796e2aaa3',
                          changed_at: '2026-11-26T10:31:07.120Z',
                          statuses: { up: 2 },
                        },
                        {
                          application: 'shop',
                          environment: 'prod',
                          targets: ['10.4.4.1:9100'],
                          labels: { job: 'shop', env: 'prod' },
                          revision: 'c37aba5a25a93366bfb2f939c739c0f5',
                          changed_at: '2026-11-26T10:31:07.140Z',
                          statuses: { down: 1 },
                        },
                      ],
                      matched: 2,
                      total: 2,
                      revision: 'e6e37b132f90e9e21020ea81ecd60b0c',
                      unreadable: [],
                    },
                  },
                },
              },
            },
          },
          '304': { $ref: '#/components/responses/NotModified' },
          '400': { $ref: '#/components/responses/InvalidStatusQuery' },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/ReadNotPermitted' },
          '429': { $ref: '#/components/responses/TooManyRequests' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/Internal' },
          '503': { $ref: '#/components/responses/Unavailable' },
        },
      },
      put: {
        operationId: 'replaceGroups',
        tags: ['collection'],
        summary: 'Replace many target groups',
        description:
          'Replaces each group that is given, as a PUT with targets and labels would; without labels it has none but `job` and `env`. With `prune` the groups that match the filter and are not given are removed; every group that is given has to match the filter. All is checked before anything is stored. Each group is durable on its own, not all as one.',
        parameters: [
          { $ref: '#/components/parameters/Application' },
          { $ref: '#/components/parameters/Environment' },
          { $ref: '#/components/parameters/Target' },
          { $ref: '#/components/parameters/Label' },
          { $ref: '#/components/parameters/Prune' },
          { $ref: '#/components/parameters/Force' },
          { $ref: '#/components/parameters/DryRun' },
          { $ref: '#/components/parameters/IfMatchCollection' },
        ],
        requestBody: {
          description: 'The groups, as an object or as the list alone.',
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/BulkBody' },
              examples: {
                groups: {
                  summary: 'Three groups',
                  value: {
                    groups: [
                      {
                        application: 'payments',
                        environment: 'prod',
                        targets: ['10.3.3.1:9100', '10.3.3.2:9100'],
                        labels: { team: 'checkout' },
                      },
                      { application: 'shop', environment: 'prod', targets: ['10.4.4.1:9100', '10.4.4.2:9100'] },
                      { application: 'shop', environment: 'test', targets: ['10.4.5.1:9100'] },
                    ],
                  },
                },
                list: {
                  summary: 'The list alone',
                  value: [{ application: 'shop', environment: 'prod', targets: ['10.4.4.3:9100'] }],
                },
              },
            },
            'application/yaml': {
              schema: { $ref: '#/components/schemas/BulkBody' },
              examples: {
                groups: {
                  summary: 'Three groups',
                  value: {
                    groups: [
                      {
                        application: 'payments',
                        environment: 'prod',
                        targets: ['10.3.3.1:9100', '10.3.3.2:9100'],
                        labels: { team: 'checkout' },
                      },
                      { application: 'shop', environment: 'prod', targets: ['10.4.4.1:9100', '10.4.4.2:9100'] },
                      { application: 'shop', environment: 'test', targets: ['10.4.5.1:9100'] },
                    ],
                  },
                },
                list: {
                  summary: 'The list alone',
                  value: [{ application: 'shop', environment: 'prod', targets: ['10.4.4.3:9100'] }],
                },
              },
            },
            'application/x-yaml': {
              schema: { $ref: '#/components/schemas/BulkBody' },
              examples: {
                groups: {
                  summary: 'Three groups',
                  value: {
                    groups: [
                      {
                        application: 'payments',
                        environment: 'prod',
                        targets: ['10.3.3.1:9100', '10.3.3.2:9100'],
                        labels: { team: 'checkout' },
                      },
                      { application: 'shop', environment: 'prod', targets: ['10.4.4.1:9100', '10.4.4.2:9100'] },
                      { application: 'shop', environment: 'test', targets: ['10.4.5.1:9100'] },
                    ],
                  },
                },
                list: {
                  summary: 'The list alone',
                  value: [{ application: 'shop', environment: 'prod', targets: ['10.4.4.3:9100'] }],
                },
              },
            },
            'application/vnd.yaml': {
              schema: { $ref: '#/components/schemas/BulkBody' },
              examples: {
                groups: {
                  summary: 'Three groups',
                  value: {
                    groups: [
                      {
                        application: 'payments',
                        environment: 'prod',
                        targets: ['10.3.3.1:9100', '10.3.3.2:9100'],
                        labels: { team: 'checkout' },
                      },
                      { application: 'shop', environment: 'prod', targets: ['10.4.4.1:9100', '10.4.4.2:9100'] },
                      { application: 'shop', environment: 'test', targets: ['10.4.5.1:9100'] },
                    ],
                  },
                },
                list: {
                  summary: 'The list alone',
                  value: [{ application: 'shop', environment: 'prod', targets: ['10.4.4.3:9100'] }],
                },
              },
            },
            'text/yaml': {
              schema: { $ref: '#/components/schemas/BulkBody' },
              examples: {
                groups: {
                  summary: 'Three groups',
                  value: {
                    groups: [
                      {
                        application: 'payments',
                        environment: 'prod',
                        targets: ['10.3.3.1:9100', '10.3.3.2:9100'],
                        labels: { team: 'checkout' },
                      },
                      { application: 'shop', environment: 'prod', targets: ['10.4.4.1:9100', '10.4.4.2:9100'] },
                      { application: 'shop', environment: 'test', targets: ['10.4.5.1:9100'] },
                    ],
                  },
                },
                list: {
                  summary: 'The list alone',
                  value: [{ application: 'shop', environment: 'prod', targets: ['10.4.4.3:9100'] }],
                },
              },
            },
            'text/x-yaml': {
              schema: { $ref: '#/components/schemas/BulkBody' },
              examples: {
                groups: {
                  summary: 'Three groups',
                  value: {
                    groups: [
                      {
                        application: 'payments',
                        environment: 'prod',
                        targets: ['10.3.3.1:9100', '10.3.3.2:9100'],
                        labels: { team: 'checkout' },
                      },
                      { application: 'shop', environment: 'prod', targets: ['10.4.4.1:9100', '10.4.4.2:9100'] },
                      { application: 'shop', environment: 'test', targets: ['10.4.5.1:9100'] },
                    ],
                  },
                },
                list: {
                  summary: 'The list alone',
                  value: [{ application: 'shop', environment: 'prod', targets: ['10.4.4.3:9100'] }],
                },
              },
            },
            'text/vnd.yaml': {
              schema: { $ref: '#/components/schemas/BulkBody' },
              examples: {
                groups: {
                  summary: 'Three groups',
                  value: {
                    groups: [
                      {
                        application: 'payments',
                        environment: 'prod',
                        targets: ['10.3.3.1:9100', '10.3.3.2:9100'],
                        labels: { team: 'checkout' },
                      },
                      { application: 'shop', environment: 'prod', targets: ['10.4.4.1:9100', '10.4.4.2:9100'] },
                      { application: 'shop', environment: 'test', targets: ['10.4.5.1:9100'] },
                    ],
                  },
                },
                list: {
                  summary: 'The list alone',
                  value: [{ application: 'shop', environment: 'prod', targets: ['10.4.4.3:9100'] }],
                },
              },
            },
          },
        },
        responses: {
          '200': { $ref: '#/components/responses/ManyReplaced' },
          '400': {
            description:
              'The request has a fault, and nothing was changed; or a group is larger than what keeps the groups takes.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/BulkFailure' } } },
            'x-error-codes': [
              'bad_percent_encoding',
              'bad_request',
              'body_malformed',
              'charset_unknown',
              'content_encoding_unknown',
              'content_type_missing',
              'content_type_unknown',
              'group_outside_filter',
              'group_repeated',
              'group_too_large',
              'groups_empty',
              'host_unknown',
              'invalid_label_name',
              'invalid_label_value',
              'invalid_name',
              'invalid_target',
              'label_refused',
              'label_required',
              'name_too_long',
              'nothing_given',
              'query_invalid',
              'query_not_understood',
              'targets_empty',
              'too_many_names',
              'too_many_targets',
              'unknown_key',
              'wrong_type',
            ],
          },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/BulkNotPermitted' },
          '409': { $ref: '#/components/responses/TooMuchAtOnce' },
          '412': { $ref: '#/components/responses/BulkPreconditionFailed' },
          '413': { $ref: '#/components/responses/BodyTooLarge' },
          '429': { $ref: '#/components/responses/TooManyBodies' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/BulkUnreadable' },
          '503': { $ref: '#/components/responses/BulkUnavailable' },
          '507': { $ref: '#/components/responses/BulkFull' },
        },
      },
      delete: {
        operationId: 'removeGroups',
        tags: ['collection'],
        summary: 'Remove all target groups that match',
        description: 'Removes every group that matches every filter. At least one filter is required.',
        parameters: [
          { $ref: '#/components/parameters/Application' },
          { $ref: '#/components/parameters/Environment' },
          { $ref: '#/components/parameters/Target' },
          { $ref: '#/components/parameters/Label' },
          { $ref: '#/components/parameters/Force' },
          { $ref: '#/components/parameters/DryRun' },
          { $ref: '#/components/parameters/IfMatchCollection' },
        ],
        responses: {
          '200': { $ref: '#/components/responses/ManyRemoved' },
          '400': { $ref: '#/components/responses/InvalidQuery' },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/BulkRemovalNotPermitted' },
          '409': { $ref: '#/components/responses/TooMuchAtOnce' },
          '412': { $ref: '#/components/responses/BulkPreconditionFailed' },
          '429': { $ref: '#/components/responses/TooManyRequests' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/BulkUnreadable' },
          '503': { $ref: '#/components/responses/BulkRemovalUnavailable' },
          '507': { $ref: '#/components/responses/BulkFull' },
        },
      },
    },
    '/api/v1/groups/{application}/{environment}': {
      parameters: [
        { $ref: '#/components/parameters/ApplicationInPath' },
        { $ref: '#/components/parameters/EnvironmentInPath' },
      ],
      get: {
        operationId: 'showGroupDetails',
        tags: ['group'],
        summary: 'Show everything that is known of a target group',
        description: 'Shows the group as the list does, with the name of its file. It is changed at its own URL.',
        parameters: [{ $ref: '#/components/parameters/IfNoneMatch' }],
        responses: {
          '200': {
            description: 'The group.',
            headers: {
              'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
              ETag: { $ref: '#/components/headers/ETag' },
              'Last-Modified': { $ref: '#/components/headers/Last-Modified' },
              Age: { $ref: '#/components/headers/Age' },
            },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/GroupDetails' },
                examples: {
                  group: {
                    summary: 'A group with its file',
                    value: {
                      application: 'payments',
                      environment: 'prod',
                      targets: ['10.3.3.1:9100', '10.3.3.2:9100'],
                      labels: { job: 'payments', env: 'prod', team: 'checkout' },
                      revision: '0de52fc5bd72d6f216ce98a796e2aaa3',
                      changed_at: '2026-11-26T10:31:07.120Z',
                      file: 'payments@prod.json',
                    },
                  },
                },
              },
            },
          },
          '304': { $ref: '#/components/responses/NotModified' },
          '400': { $ref: '#/components/responses/InvalidDetailsRequest' },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/ReadNotPermitted' },
          '404': {
            description: 'There is no such group.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
            'x-error-codes': ['group_unknown'],
          },
          '429': { $ref: '#/components/responses/TooManyRequests' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/GroupUnreadable' },
          '503': { $ref: '#/components/responses/Unavailable' },
        },
      },
      head: {
        operationId: 'headGroupDetails',
        tags: ['group'],
        summary: 'Show the headers of what is known of a target group',
        description: 'As GET, without the body.',
        parameters: [{ $ref: '#/components/parameters/IfNoneMatch' }],
        responses: {
          '200': {
            description: 'The group.',
            headers: {
              'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
              ETag: { $ref: '#/components/headers/ETag' },
              'Last-Modified': { $ref: '#/components/headers/Last-Modified' },
              Age: { $ref: '#/components/headers/Age' },
            },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/GroupDetails' },
                examples: {
                  group: {
                    summary: 'A group with its file',
                    value: {
                      application: 'payments',
                      environment: 'prod',
                      targets: ['10.3.3.1:9100', '10.3.3.2:9100'],
                      labels: { job: 'payments', env: 'prod', team: 'checkout' },
                      revision: '0de52fc5bd72d6f216ce98a796e2aaa3',
                      changed_at: '2026-11-26T10:31:07.120Z',
                      file: 'payments@prod.json',
                    },
                  },
                },
              },
            },
          },
          '304': { $ref: '#/components/responses/NotModified' },
          '400': { $ref: '#/components/responses/InvalidDetailsRequest' },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/ReadNotPermitted' },
          '404': {
            description: 'There is no such group.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
            'x-error-codes': ['group_unknown'],
          },
          '429': { $ref: '#/components/responses/TooManyRequests' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/GroupUnreadable' },
          '503': { $ref: '#/components/responses/Unavailable' },
        },
      },
    },
    '/api/v1/groups/{application}/{environment}/status': {
      parameters: [
        { $ref: '#/components/parameters/ApplicationInPath' },
        { $ref: '#/components/parameters/EnvironmentInPath' },
      ],
      get: {
        operationId: 'showGroupStatus',
        tags: ['status'],
        summary: 'Say what became of the targets of a group',
        description:
          'Asks every Prometheus that is set what became of the targets. Each word is only said when facts show it. With `wait` the answer comes when every target is up on every Prometheus that answers, seen by a scrape that began after the group last changed.',
        parameters: [{ $ref: '#/components/parameters/Wait' }, { $ref: '#/components/parameters/Timeout' }],
        responses: {
          '200': {
            description: 'What became of the targets.',
            headers: {
              'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
              Age: { $ref: '#/components/headers/Age' },
            },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/GroupStatus' },
                examples: {
                  up: {
                    summary: 'All targets are up',
                    value: {
                      application: 'payments',
                      environment: 'prod',
                      revision: '0de52fc5bd72d6f216ce98a796e2aaa3',
                      up: true,
                      prometheus: [{ url: 'http://localhost:9090', state: 'ok', asked_at: '2026-11-26T10:31:30.120Z' }],
                      targets: [
                        {
                          target: '10.3.3.1:9100',
                          status: 'up',
                          prometheus: [
                            {
                              url: 'http://localhost:9090',
                              status: 'up',
                              pool: 'target-eye',
                              scrape_url: 'http://10.3.3.1:9100/metrics',
                              last_scrape: '2026-11-26T10:31:22.508Z',
                              duration_seconds: 0.003,
                              read_at: '2026-11-26T10:31:07.000Z',
                            },
                          ],
                        },
                        {
                          target: '10.3.3.2:9100',
                          status: 'up',
                          prometheus: [
                            {
                              url: 'http://localhost:9090',
                              status: 'up',
                              pool: 'target-eye',
                              scrape_url: 'http://10.3.3.2:9100/metrics',
                              last_scrape: '2026-11-26T10:31:25.241Z',
                              duration_seconds: 0.003,
                              read_at: '2026-11-26T10:31:07.000Z',
                            },
                          ],
                        },
                      ],
                    },
                  },
                },
              },
            },
          },
          '400': {
            description: 'No Prometheus is set, the URL does not name a group, or the request has another fault.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
            'x-error-codes': [
              'bad_percent_encoding',
              'bad_request',
              'host_unknown',
              'invalid_name',
              'name_too_long',
              'prometheus_not_set',
              'query_invalid',
              'query_not_understood',
            ],
          },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/ReadNotPermitted' },
          '404': {
            description: 'There is no such group.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
            'x-error-codes': ['group_unknown'],
          },
          '429': { $ref: '#/components/responses/TooManyWaiting' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/GroupUnreadable' },
          '503': { $ref: '#/components/responses/Unavailable' },
          '504': { $ref: '#/components/responses/NotUp' },
        },
      },
      head: {
        operationId: 'headGroupStatus',
        tags: ['status'],
        summary: 'Show the headers of what became of a group',
        description: 'As GET, without the body.',
        parameters: [{ $ref: '#/components/parameters/Wait' }, { $ref: '#/components/parameters/Timeout' }],
        responses: {
          '200': {
            description: 'What became of the targets.',
            headers: {
              'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
              Age: { $ref: '#/components/headers/Age' },
            },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/GroupStatus' },
                examples: {
                  up: {
                    summary: 'All targets are up',
                    value: {
                      application: 'payments',
                      environment: 'prod',
                      revision: '0de52fc5bd72d6f216ce98a796e2aaa3',
                      up: true,
                      prometheus: [{ url: 'http://localhost:9090', state: 'ok', asked_at: '2026-11-26T10:31:30.120Z' }],
                      targets: [
                        {
                          target: '10.3.3.1:9100',
                          status: 'up',
                          prometheus: [
                            {
                              url: 'http://localhost:9090',
                              status: 'up',
                              pool: 'target-eye',
                              scrape_url: 'http://10.3.3.1:9100/metrics',
                              last_scrape: '2026-11-26T10:31:22.508Z',
                              duration_seconds: 0.003,
                              read_at: '2026-11-26T10:31:07.000Z',
                            },
                          ],
                        },
                        {
                          target: '10.3.3.2:9100',
                          status: 'up',
                          prometheus: [
                            {
                              url: 'http://localhost:9090',
                              status: 'up',
                              pool: 'target-eye',
                              scrape_url: 'http://10.3.3.2:9100/metrics',
                              last_scrape: '2026-11-26T10:31:25.241Z',
                              duration_seconds: 0.003,
                              read_at: '2026-11-26T10:31:07.000Z',
                            },
                          ],
                        },
                      ],
                    },
                  },
                },
              },
            },
          },
          '400': {
            description: 'No Prometheus is set, the URL does not name a group, or the request has another fault.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
            'x-error-codes': [
              'bad_percent_encoding',
              'bad_request',
              'host_unknown',
              'invalid_name',
              'name_too_long',
              'prometheus_not_set',
              'query_invalid',
              'query_not_understood',
            ],
          },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/ReadNotPermitted' },
          '404': {
            description: 'There is no such group.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
            'x-error-codes': ['group_unknown'],
          },
          '429': { $ref: '#/components/responses/TooManyWaiting' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/GroupUnreadable' },
          '503': { $ref: '#/components/responses/Unavailable' },
          '504': { $ref: '#/components/responses/NotUp' },
        },
      },
    },
    '/api/v1/status': {
      get: {
        operationId: 'showStatus',
        tags: ['status'],
        summary: 'Say what became of all targets',
        description:
          'Counts the targets of the groups that match every filter by what became of them, and lists those that are not up, by application, environment and target.',
        parameters: [
          { $ref: '#/components/parameters/Application' },
          { $ref: '#/components/parameters/Environment' },
          { $ref: '#/components/parameters/Target' },
          { $ref: '#/components/parameters/Label' },
          { $ref: '#/components/parameters/Search' },
          { $ref: '#/components/parameters/StatusLimit' },
          { $ref: '#/components/parameters/AfterTarget' },
        ],
        responses: {
          '200': {
            description: 'How many targets there are of each status, and which are not up.',
            headers: {
              'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
              Age: { $ref: '#/components/headers/Age' },
            },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Status' },
                examples: {
                  down: {
                    summary: 'One target is down',
                    value: {
                      targets: {
                        unknown: 0,
                        not_configured: 0,
                        not_read: 0,
                        rejected: 0,
                        dropped: 0,
                        merged: 0,
                        waiting: 0,
                        down: 1,
                        stale: 0,
                        up: 2,
                      },
                      prometheus: [{ url: 'http://localhost:9090', state: 'ok', asked_at: '2026-11-26T10:31:30.120Z' }],
                      not_up: [
                        {
                          application: 'shop',
                          environment: 'prod',
                          target: '10.4.4.1:9100',
                          status: 'down',
                          error: 'connection refused',
                          advice: 'nothing listens on port 9100 of 10.4.4.1',
                        },
                      ],
                      disagreeing: [],
                      disagreements: 0,
                    },
                  },
                },
              },
            },
          },
          '400': { $ref: '#/components/responses/InvalidStatusQuery' },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/ReadNotPermitted' },
          '429': { $ref: '#/components/responses/TooManyRequests' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/Internal' },
          '503': { $ref: '#/components/responses/Unavailable' },
        },
      },
      head: {
        operationId: 'headStatus',
        tags: ['status'],
        summary: 'Show the headers of what became of all targets',
        description: 'As GET, without the body.',
        parameters: [
          { $ref: '#/components/parameters/Application' },
          { $ref: '#/components/parameters/Environment' },
          { $ref: '#/components/parameters/Target' },
          { $ref: '#/components/parameters/Label' },
          { $ref: '#/components/parameters/Search' },
          { $ref: '#/components/parameters/StatusLimit' },
          { $ref: '#/components/parameters/AfterTarget' },
        ],
        responses: {
          '200': {
            description: 'How many targets there are of each status, and which are not up.',
            headers: {
              'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
              Age: { $ref: '#/components/headers/Age' },
            },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Status' },
                examples: {
                  down: {
                    summary: 'One target is down',
                    value: {
                      targets: {
                        unknown: 0,
                        not_configured: 0,
                        not_read: 0,
                        rejected: 0,
                        dropped: 0,
                        merged: 0,
                        waiting: 0,
                        down: 1,
                        stale: 0,
                        up: 2,
                      },
                      prometheus: [{ url: 'http://localhost:9090', state: 'ok', asked_at: '2026-11-26T10:31:30.120Z' }],
                      not_up: [
                        {
                          application: 'shop',
                          environment: 'prod',
                          target: '10.4.4.1:9100',
                          status: 'down',
                          error: 'connection refused',
                          advice: 'nothing listens on port 9100 of 10.4.4.1',
                        },
                      ],
                      disagreeing: [],
                      disagreements: 0,
                    },
                  },
                },
              },
            },
          },
          '400': { $ref: '#/components/responses/InvalidStatusQuery' },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/ReadNotPermitted' },
          '429': { $ref: '#/components/responses/TooManyRequests' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/Internal' },
          '503': { $ref: '#/components/responses/Unavailable' },
        },
      },
    },
    '/api/v1/targets': {
      delete: {
        operationId: 'retireTarget',
        tags: ['collection'],
        summary: 'Remove a target from every group that has it',
        description: 'Takes the target out of every group that has it, and removes the groups whose last target it is.',
        parameters: [
          { $ref: '#/components/parameters/RetiredTarget' },
          { $ref: '#/components/parameters/Force' },
          { $ref: '#/components/parameters/DryRun' },
          { $ref: '#/components/parameters/IfMatchCollection' },
        ],
        responses: {
          '200': { $ref: '#/components/responses/TargetRetired' },
          '400': { $ref: '#/components/responses/InvalidQuery' },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/BulkRemovalNotPermitted' },
          '409': { $ref: '#/components/responses/TooMuchAtOnce' },
          '412': { $ref: '#/components/responses/BulkPreconditionFailed' },
          '429': { $ref: '#/components/responses/TooManyRequests' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/BulkUnreadable' },
          '503': { $ref: '#/components/responses/BulkRemovalUnavailable' },
          '507': { $ref: '#/components/responses/BulkFull' },
        },
      },
    },
    '/http_sd': {
      get: {
        operationId: 'discoverTargets',
        tags: ['discovery'],
        summary: 'Show the target groups to Prometheus',
        description:
          'The document that `http_sd_configs` of Prometheus reads: every group that matches every filter, with the labels `__meta_target_eye_application` and `__meta_target_eye_environment` besides its own, ordered as in the list. A group that cannot be read is shown as it was last read; while one that is asked for could not be read since the start, the answer is 503. It is always the whole or an error, because Prometheus keeps its list on an error.',
        parameters: [
          { $ref: '#/components/parameters/Application' },
          { $ref: '#/components/parameters/Environment' },
          { $ref: '#/components/parameters/Target' },
          { $ref: '#/components/parameters/Label' },
          { $ref: '#/components/parameters/IfNoneMatch' },
        ],
        responses: {
          '200': {
            description: 'The groups. The bytes are the same as long as the groups are.',
            headers: {
              'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
              ETag: { $ref: '#/components/headers/ETagOfMany' },
              'Content-Encoding': { $ref: '#/components/headers/Content-Encoding' },
              Vary: { $ref: '#/components/headers/Vary' },
              Age: { $ref: '#/components/headers/Age' },
            },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/DiscoveredGroups' },
                examples: {
                  groups: {
                    summary: 'One group',
                    value: [
                      {
                        targets: ['10.3.3.1:9100', '10.3.3.2:9100'],
                        labels: {
                          job: 'payments',
                          env: 'prod',
                          team: 'checkout',
                          __meta_target_eye_application: 'payments',
                          __meta_target_eye_environment: 'prod',
                        },
                      },
                    ],
                  },
                },
              },
            },
          },
          '304': { $ref: '#/components/responses/DiscoveryNotModified' },
          '400': { $ref: '#/components/responses/InvalidQuery' },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/ReadNotPermitted' },
          '429': { $ref: '#/components/responses/TooManyRequests' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/Internal' },
          '503': { $ref: '#/components/responses/Unavailable' },
        },
      },
      head: {
        operationId: 'headTargets',
        tags: ['discovery'],
        summary: 'Show the headers of what Prometheus reads',
        description: 'As GET, without the body.',
        parameters: [
          { $ref: '#/components/parameters/Application' },
          { $ref: '#/components/parameters/Environment' },
          { $ref: '#/components/parameters/Target' },
          { $ref: '#/components/parameters/Label' },
          { $ref: '#/components/parameters/IfNoneMatch' },
        ],
        responses: {
          '200': {
            description: 'The groups. The bytes are the same as long as the groups are.',
            headers: {
              'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
              ETag: { $ref: '#/components/headers/ETagOfMany' },
              'Content-Encoding': { $ref: '#/components/headers/Content-Encoding' },
              Vary: { $ref: '#/components/headers/Vary' },
              Age: { $ref: '#/components/headers/Age' },
            },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/DiscoveredGroups' },
                examples: {
                  groups: {
                    summary: 'One group',
                    value: [
                      {
                        targets: ['10.3.3.1:9100', '10.3.3.2:9100'],
                        labels: {
                          job: 'payments',
                          env: 'prod',
                          team: 'checkout',
                          __meta_target_eye_application: 'payments',
                          __meta_target_eye_environment: 'prod',
                        },
                      },
                    ],
                  },
                },
              },
            },
          },
          '304': { $ref: '#/components/responses/DiscoveryNotModified' },
          '400': { $ref: '#/components/responses/InvalidQuery' },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/ReadNotPermitted' },
          '429': { $ref: '#/components/responses/TooManyRequests' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/Internal' },
          '503': { $ref: '#/components/responses/Unavailable' },
        },
      },
    },
    '/openapi.json': {
      get: {
        operationId: 'describeApi',
        tags: ['service'],
        summary: 'Show this description',
        description:
          'Needs no more than reading a group does. `servers` is the URL that the service has, relative to this one.',
        parameters: [{ $ref: '#/components/parameters/IfNoneMatch' }],
        responses: {
          '200': {
            description: 'The description, as OpenAPI 3.1.',
            headers: {
              'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
              ETag: { $ref: '#/components/headers/ETagOfDescription' },
            },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Description' } } },
          },
          '304': { $ref: '#/components/responses/NotModified' },
          '400': { $ref: '#/components/responses/NoParameters' },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/ReadNotPermitted' },
          '429': { $ref: '#/components/responses/TooManyRequests' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/Internal' },
          '503': { $ref: '#/components/responses/Stopping' },
        },
      },
      head: {
        operationId: 'headDescription',
        tags: ['service'],
        summary: 'Show the headers of this description',
        description: 'As GET, without the body.',
        parameters: [{ $ref: '#/components/parameters/IfNoneMatch' }],
        responses: {
          '200': {
            description: 'The description, as OpenAPI 3.1.',
            headers: {
              'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
              ETag: { $ref: '#/components/headers/ETagOfDescription' },
            },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Description' } } },
          },
          '304': { $ref: '#/components/responses/NotModified' },
          '400': { $ref: '#/components/responses/NoParameters' },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/ReadNotPermitted' },
          '429': { $ref: '#/components/responses/TooManyRequests' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/Internal' },
          '503': { $ref: '#/components/responses/Stopping' },
        },
      },
    },
    '/-/healthy': {
      get: {
        operationId: 'showHealth',
        tags: ['service'],
        summary: 'Say whether the process works',
        description: 'Answers 200 while the service runs, without a login, with what an operator should look at.',
        security: [],
        responses: {
          '200': {
            description: 'The service runs.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Health' },
                examples: {
                  healthy: {
                    summary: 'Nothing is wrong',
                    value: {
                      status: 'healthy',
                      groups: 2,
                      unreadable: [],
                      waiting: [],
                      questionable: [],
                      warnings: [],
                    },
                  },
                },
              },
            },
          },
          '400': { $ref: '#/components/responses/InvalidRequest' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/Internal' },
          '503': { $ref: '#/components/responses/Stopping' },
        },
      },
      head: {
        operationId: 'headHealth',
        tags: ['service'],
        summary: 'Say whether the process works, in headers alone',
        description: 'As GET, without the body.',
        security: [],
        responses: {
          '200': {
            description: 'The service runs.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Health' },
                examples: {
                  healthy: {
                    summary: 'Nothing is wrong',
                    value: {
                      status: 'healthy',
                      groups: 2,
                      unreadable: [],
                      waiting: [],
                      questionable: [],
                      warnings: [],
                    },
                  },
                },
              },
            },
          },
          '400': { $ref: '#/components/responses/InvalidRequest' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/Internal' },
          '503': { $ref: '#/components/responses/Stopping' },
        },
      },
    },
    '/-/ready': {
      get: {
        operationId: 'showReadiness',
        tags: ['service'],
        summary: 'Say whether changes can be stored',
        description:
          'Answers 200 while changes can be stored and get to Prometheus, else 503 with the reason, without a login.',
        security: [],
        responses: {
          '200': {
            description: 'Changes can be stored.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Readiness' },
                examples: {
                  ready: {
                    summary: 'Nothing is wrong',
                    value: { status: 'ready', groups: 2, unreadable: [], waiting: [], questionable: [] },
                  },
                },
              },
            },
          },
          '400': { $ref: '#/components/responses/InvalidRequest' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/Internal' },
          '503': {
            description: 'Changes cannot be stored, or do not get to Prometheus; the message says why.',
            headers: {
              'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
              'Retry-After': { $ref: '#/components/headers/Retry-After' },
            },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
            'x-error-codes': ['not_ready', 'stopping'],
          },
        },
      },
      head: {
        operationId: 'headReadiness',
        tags: ['service'],
        summary: 'Say whether changes can be stored, in headers alone',
        description: 'As GET, without the body.',
        security: [],
        responses: {
          '200': {
            description: 'Changes can be stored.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Readiness' },
                examples: {
                  ready: {
                    summary: 'Nothing is wrong',
                    value: { status: 'ready', groups: 2, unreadable: [], waiting: [], questionable: [] },
                  },
                },
              },
            },
          },
          '400': { $ref: '#/components/responses/InvalidRequest' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/Internal' },
          '503': {
            description: 'Changes cannot be stored, or do not get to Prometheus; the message says why.',
            headers: {
              'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
              'Retry-After': { $ref: '#/components/headers/Retry-After' },
            },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
            'x-error-codes': ['not_ready', 'stopping'],
          },
        },
      },
    },
    '/-/reload': {
      post: {
        operationId: 'reload',
        tags: ['service'],
        summary: 'Read certificates and access rights again',
        description:
          'Reads the files of the service again that can change while it runs. It is for those who may write every group, and for nobody where no login is needed. A body is ignored.',
        responses: {
          '200': {
            description: 'The files were read, and what they say is in force.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Reloaded' },
                examples: {
                  reloaded: {
                    summary: 'Two files were read',
                    value: { status: 'reloaded', files: ['web_config_file', 'access_file'] },
                  },
                },
              },
            },
          },
          '400': { $ref: '#/components/responses/InvalidRequest' },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': {
            description: 'The caller may not reload, or nobody may.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
            'x-error-codes': ['cross_site', 'not_permitted', 'reload_needs_logins'],
          },
          '429': { $ref: '#/components/responses/TooManyRequests' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': {
            description: 'A file cannot be used, and what was read from it before stays in force; or a defect.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
            'x-error-codes': ['internal', 'reload_failed'],
          },
          '503': { $ref: '#/components/responses/Stopping' },
        },
      },
    },
    '/-/ui/about': {
      get: {
        operationId: 'showAbout',
        tags: ['page'],
        summary: 'Say what the page has to know',
        description:
          'Who the caller is and which groups the caller may write, how one can log in, and where Prometheus and the files for it are. It is there while the page is.',
        responses: {
          '200': {
            description: 'What the page has to know.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/About' },
                examples: {
                  client: {
                    summary: 'A client of the access file that may write every group',
                    value: {
                      version: '1.0.0',
                      build: '6f1d0c2b9a3e',
                      caller: { kind: 'client', name: 'test' },
                      write: ['*/*'],
                      logins: ['Bearer'],
                      file_sd_directory: '/var/lib/target-eye/file_sd',
                      prometheus: ['http://localhost:9090'],
                    },
                  },
                },
              },
            },
          },
          '400': { $ref: '#/components/responses/NoParameters' },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/ReadNotPermitted' },
          '404': { $ref: '#/components/responses/NoPage' },
          '429': { $ref: '#/components/responses/TooManyRequests' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/Internal' },
          '503': { $ref: '#/components/responses/Stopping' },
        },
      },
      head: {
        operationId: 'headAbout',
        tags: ['page'],
        summary: 'Show the headers of what the page has to know',
        description: 'As GET, without the body.',
        responses: {
          '200': {
            description: 'What the page has to know.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/About' },
                examples: {
                  client: {
                    summary: 'A client of the access file that may write every group',
                    value: {
                      version: '1.0.0',
                      build: '6f1d0c2b9a3e',
                      caller: { kind: 'client', name: 'test' },
                      write: ['*/*'],
                      logins: ['Bearer'],
                      file_sd_directory: '/var/lib/target-eye/file_sd',
                      prometheus: ['http://localhost:9090'],
                    },
                  },
                },
              },
            },
          },
          '400': { $ref: '#/components/responses/NoParameters' },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/ReadNotPermitted' },
          '404': { $ref: '#/components/responses/NoPage' },
          '429': { $ref: '#/components/responses/TooManyRequests' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/Internal' },
          '503': { $ref: '#/components/responses/Stopping' },
        },
      },
    },
    '/-/ui/history': {
      get: {
        operationId: 'showHistory',
        tags: ['page'],
        summary: 'Say what became of all targets in the last hour',
        description:
          'What the service counted in the last hour, whoever wanted to know: of every 15 seconds, beginning with those that the epoch begins with, what was counted last. Where nobody wanted to know, nothing is there. It is kept in memory, and there while the page is.',
        responses: {
          '200': {
            description: 'How many targets there were of each status, oldest first.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/StatusHistory' },
                examples: {
                  down: {
                    summary: 'One target has come up',
                    value: {
                      samples: [
                        {
                          at: '2026-11-26T10:31:07.120Z',
                          targets: {
                            unknown: 0,
                            not_configured: 0,
                            not_read: 0,
                            rejected: 0,
                            dropped: 0,
                            merged: 0,
                            waiting: 1,
                            down: 1,
                            stale: 0,
                            up: 1,
                          },
                        },
                        {
                          at: '2026-11-26T10:31:30.120Z',
                          targets: {
                            unknown: 0,
                            not_configured: 0,
                            not_read: 0,
                            rejected: 0,
                            dropped: 0,
                            merged: 0,
                            waiting: 0,
                            down: 1,
                            stale: 0,
                            up: 2,
                          },
                        },
                      ],
                    },
                  },
                },
              },
            },
          },
          '400': {
            description: 'No Prometheus is set, or the URL has parameters, or the request has another fault.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
            'x-error-codes': [
              'bad_percent_encoding',
              'bad_request',
              'host_unknown',
              'prometheus_not_set',
              'query_not_understood',
            ],
          },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/ReadNotPermitted' },
          '404': { $ref: '#/components/responses/NoPage' },
          '429': { $ref: '#/components/responses/TooManyRequests' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/Internal' },
          '503': { $ref: '#/components/responses/Unavailable' },
        },
      },
      head: {
        operationId: 'headHistory',
        tags: ['page'],
        summary: 'Show the headers of what became of all targets in the last hour',
        description: 'As GET, without the body.',
        responses: {
          '200': {
            description: 'How many targets there were of each status, oldest first.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/StatusHistory' },
                examples: {
                  down: {
                    summary: 'One target has come up',
                    value: {
                      samples: [
                        {
                          at: '2026-11-26T10:31:07.120Z',
                          targets: {
                            unknown: 0,
                            not_configured: 0,
                            not_read: 0,
                            rejected: 0,
                            dropped: 0,
                            merged: 0,
                            waiting: 1,
                            down: 1,
                            stale: 0,
                            up: 1,
                          },
                        },
                        {
                          at: '2026-11-26T10:31:30.120Z',
                          targets: {
                            unknown: 0,
                            not_configured: 0,
                            not_read: 0,
                            rejected: 0,
                            dropped: 0,
                            merged: 0,
                            waiting: 0,
                            down: 1,
                            stale: 0,
                            up: 2,
                          },
                        },
                      ],
                    },
                  },
                },
              },
            },
          },
          '400': {
            description: 'No Prometheus is set, or the URL has parameters, or the request has another fault.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
            'x-error-codes': [
              'bad_percent_encoding',
              'bad_request',
              'host_unknown',
              'prometheus_not_set',
              'query_not_understood',
            ],
          },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/ReadNotPermitted' },
          '404': { $ref: '#/components/responses/NoPage' },
          '429': { $ref: '#/components/responses/TooManyRequests' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/Internal' },
          '503': { $ref: '#/components/responses/Unavailable' },
        },
      },
    },
    '/metrics': {
      get: {
        operationId: 'showMetrics',
        tags: ['service'],
        summary: 'Show the metrics of the service',
        description: 'Metrics in the text format of Prometheus.',
        responses: {
          '200': {
            description: 'The metrics.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: { 'text/plain': { schema: { type: 'string' } } },
          },
          '400': { $ref: '#/components/responses/InvalidRequest' },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/ReadNotPermitted' },
          '429': { $ref: '#/components/responses/TooManyRequests' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/Internal' },
          '503': { $ref: '#/components/responses/Stopping' },
        },
      },
      head: {
        operationId: 'headMetrics',
        tags: ['service'],
        summary: 'Show the headers of the metrics',
        description: 'As GET, without the body.',
        responses: {
          '200': {
            description: 'The metrics.',
            headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
            content: { 'text/plain': { schema: { type: 'string' } } },
          },
          '400': { $ref: '#/components/responses/InvalidRequest' },
          '401': { $ref: '#/components/responses/LoginNeeded' },
          '403': { $ref: '#/components/responses/ReadNotPermitted' },
          '429': { $ref: '#/components/responses/TooManyRequests' },
          '431': { $ref: '#/components/responses/HeadersTooLarge' },
          '500': { $ref: '#/components/responses/Internal' },
          '503': { $ref: '#/components/responses/Stopping' },
        },
      },
    },
  },
  components: {
    securitySchemes: {
      basic: {
        type: 'http',
        scheme: 'basic',
        description: 'User and password of the access file or the web config file.',
      },
      bearer: { type: 'http', scheme: 'bearer', description: 'A token of the access file.' },
      certificate: { type: 'mutualTLS', description: 'A client certificate whose name the access file has.' },
    },
    parameters: {
      ApplicationInPath: {
        name: 'application',
        in: 'path',
        required: true,
        description: 'The application, percent-encoded UTF-8. Any non-empty text without control characters but `-`.',
        schema: { type: 'string', minLength: 1, not: { const: '-' } },
        example: 'payments',
      },
      EnvironmentInPath: {
        name: 'environment',
        in: 'path',
        required: true,
        description: 'The environment, percent-encoded UTF-8. Any non-empty text without control characters.',
        schema: { type: 'string', minLength: 1 },
        example: 'prod',
      },
      PageFile: {
        name: 'file',
        in: 'path',
        required: true,
        description: 'The name of the file as the page has it, with a hash of the file in it.',
        schema: { type: 'string', pattern: '^[a-z]+-[0-9A-Za-z_-]+\\.[a-z]+$' },
        example: 'main-0123abcd.js',
      },
      Application: {
        name: 'application',
        in: 'query',
        description: 'The application, with `*` for any run of characters. Of several, one has to match.',
        schema: { type: 'array', maxItems: 50, items: { type: 'string', minLength: 1 } },
        example: ['payments'],
      },
      Environment: {
        name: 'environment',
        in: 'query',
        description: 'The environment, with `*` for any run of characters. Of several, one has to match.',
        schema: { type: 'array', maxItems: 50, items: { type: 'string', minLength: 1 } },
        example: ['prod*'],
      },
      Target: {
        name: 'target',
        in: 'query',
        description:
          'A target of the group, with `*` for any run of characters: `host` matches with any port or none, `host:port` exactly. Of several, one has to match. What can be no target is refused.',
        schema: { type: 'array', maxItems: 50, items: { type: 'string', minLength: 1 } },
        example: ['10.3.3.*'],
      },
      Label: {
        name: 'label',
        in: 'query',
        description:
          'A label of the group, as `name=pattern` or `name!=pattern`, with `*` for any run of characters. Of several, all have to match. A label that is not there counts as empty.',
        schema: { type: 'array', maxItems: 50, items: { type: 'string', minLength: 1 } },
        example: ['team=checkout'],
      },
      Search: {
        name: 'search',
        in: 'query',
        description:
          'A text anywhere in application, environment, a target, or `name=value` of a label; case does not count.',
        schema: { type: 'string' },
        example: 'CHECK',
      },
      Limit: {
        name: 'limit',
        in: 'query',
        description: 'How many groups the answer has at most.',
        schema: { type: 'integer', minimum: 1, maximum: 10000, default: 1000 },
        example: 1,
      },
      After: {
        name: 'after',
        in: 'query',
        description: 'What the page before had as `next`.',
        schema: { type: 'string' },
        example: 'WyJwYXltZW50cyIsInByb2QiXQ',
      },
      Status: {
        name: 'status',
        in: 'query',
        description:
          'A status of targets: only groups that have a target of it match. Of several, one is enough. It needs a Prometheus that is asked.',
        schema: { type: 'array', maxItems: 50, items: { $ref: '#/components/schemas/TargetStatus' } },
        example: ['down', 'stale'],
      },
      Statuses: {
        name: 'statuses',
        in: 'query',
        description:
          'Whether each group has `statuses`, how many of its targets there are of each status. It needs a Prometheus that is asked.',
        schema: { type: 'boolean', default: false },
        example: true,
      },
      Prune: {
        name: 'prune',
        in: 'query',
        description: 'Whether groups that match the filter and are not given are removed.',
        schema: { type: 'boolean', default: false },
        example: true,
      },
      Force: {
        name: 'force',
        in: 'query',
        description: 'How many targets may go, as the message of `too_much_at_once` says it.',
        schema: { type: 'integer', minimum: 0, maximum: 1000000000 },
        example: 1300,
      },
      DryRun: {
        name: 'dry_run',
        in: 'query',
        description:
          'Whether the change is only tried: everything is checked and nothing is stored; the answer is the one that the change would give, a refusal too, with the header `Dry-Run`.',
        schema: { type: 'boolean', default: false },
        example: true,
      },
      Idempotent: {
        name: 'idempotent',
        in: 'query',
        description:
          'Whether what is so already counts as done: targets and labels that are there already (POST) or not there (DELETE), and a group that is not there (DELETE). PUT is idempotent anyway.',
        schema: { type: 'boolean', default: false },
        example: true,
      },
      Wait: {
        name: 'wait',
        in: 'query',
        description:
          'With `up` the answer comes when every target of the group is up on every Prometheus that answers, seen by a scrape that began after the change; or, with 504, when `timeout` is over, or it is certain that one will not be up.',
        schema: { const: 'up' },
        example: 'up',
      },
      Timeout: {
        name: 'timeout',
        in: 'query',
        description: 'How long to wait at most, as a Prometheus duration above 0 and up to `10m`. It goes with `wait`.',
        schema: { type: 'string', default: '60s' },
        example: '1m30s',
      },
      StatusLimit: {
        name: 'limit',
        in: 'query',
        description: 'How many targets the list has at most.',
        schema: { type: 'integer', minimum: 1, maximum: 10000, default: 1000 },
        example: 1,
      },
      AfterTarget: {
        name: 'after',
        in: 'query',
        description: 'What the page before had as `next`.',
        schema: { type: 'string' },
        example: 'WyJwYXltZW50cyIsInByb2QiLCIxMC4zLjMuMTo5MTAwIl0',
      },
      RetiredTarget: {
        name: 'target',
        in: 'query',
        required: true,
        description:
          'What to remove, with `*` for any run of characters: `host` is that host with any port or none, `host:port` exactly that. All that match one of several are removed. What can be no target is refused.',
        schema: { type: 'array', minItems: 1, maxItems: 50, items: { type: 'string', minLength: 1 } },
        example: ['10.3.3.1:9100'],
      },
      IfMatch: {
        name: 'If-Match',
        in: 'header',
        description: 'The change is made only if the group has this `ETag`; `*` for any group.',
        schema: { type: 'string' },
        example: '"0de52fc5bd72d6f216ce98a796e2aaa3"',
      },
      IfMatchCollection: {
        name: 'If-Match',
        in: 'header',
        description: 'The change is made only if the collection has this revision, in quotes.',
        schema: { type: 'string' },
        example: '"e6e37b132f90e9e21020ea81ecd60b0c"',
      },
      IfNoneMatch: {
        name: 'If-None-Match',
        in: 'header',
        description: 'The answer is 304 if it would have this `ETag`, or one of these.',
        schema: { type: 'string' },
      },
      IfNoneMatchAny: {
        name: 'If-None-Match',
        in: 'header',
        description: 'With `*` the change is made only if there is no group.',
        schema: { type: 'string' },
        example: '*',
      },
    },
    headers: {
      'X-Request-Id': {
        description: 'Names the request in the log. It is the one of the request, if that is fit for a log.',
        required: true,
        schema: { type: 'string' },
      },
      ETag: {
        description: 'The revision of the group, in quotes. It is not there where no group is shown.',
        schema: { type: 'string', pattern: '^"[0-9a-f]{32}"$' },
      },
      ETagOfMany: {
        description:
          'The revision of all groups; with a query, a hash of both. It changes when a group does. With `status` or `statuses=true` it is a hash of the answer. An answer in gzip has one of its own.',
        required: true,
        schema: { type: 'string', pattern: '^"[0-9a-f]{32}(-gzip)?"$' },
      },
      ETagOfDescription: {
        description: 'Changes with the description.',
        required: true,
        schema: { type: 'string', pattern: '^"[0-9a-f]{32}"$' },
      },
      ETagOfPage: {
        description: 'Changes with the page, and is another one for each encoding.',
        required: true,
        schema: { type: 'string', pattern: '^"[0-9a-f]{32}"$' },
      },
      VaryOfPage: {
        description: 'Says on which headers of the request the answer depends.',
        required: true,
        schema: { enum: ['Accept, Accept-Encoding', 'Accept-Encoding'] },
      },
      PageEncoding: {
        description: 'Says that the answer is compressed, for those who accept it.',
        schema: { enum: ['br', 'gzip'] },
      },
      CurrentETag: {
        description: 'What an `If-Match` would have to be now. It is not there where no group is.',
        schema: { type: 'string', pattern: '^"[0-9a-f]{32}"$' },
      },
      'Last-Modified': {
        description: 'When the group last changed. It is not there where no group is shown.',
        schema: { type: 'string' },
      },
      Age: {
        description:
          'For how many seconds it has not been known whether what is shown is what is stored: the groups are kept in a cluster that does not answer. It is not there while that is known.',
        schema: { type: 'string', pattern: '^[0-9]+$' },
      },
      'Dry-Run': { description: 'Says that nothing was stored.', schema: { const: 'true' } },
      'Retry-After': {
        description: 'How many seconds to wait at least.',
        required: true,
        schema: { type: 'string', pattern: '^[0-9]+$' },
      },
      'WWW-Authenticate': {
        description: 'How to log in. To a request with `X-Requested-With: XMLHttpRequest` Basic is called `X-Basic`.',
        required: true,
        schema: { type: 'string' },
      },
      'Content-Encoding': {
        description: 'Says that the answer is compressed, for those who accept it.',
        schema: { const: 'gzip' },
      },
      Vary: { description: 'Says that the answer depends on `Accept-Encoding`.', schema: { const: 'Accept-Encoding' } },
    },
    examples: {
      Group: {
        summary: 'A group',
        value: [
          { targets: ['10.3.3.1:9100', '10.3.3.2:9100'], labels: { job: 'payments', env: 'prod', team: 'checkout' } },
        ],
      },
      InvalidTarget: {
        summary: 'Something that is no target',
        value: {
          message: '"http://10.3.3.1" is not a target: it is host or host:port, without scheme or path',
          code: 'invalid_target',
          errors: [
            {
              path: 'targets[0]',
              code: 'invalid_target',
              message: '"http://10.3.3.1" is not a target: it is host or host:port, without scheme or path',
            },
          ],
        },
      },
      StateDiffers: {
        summary: 'The group has another revision',
        value: {
          message:
            'nothing was changed: the target group "payments/prod" is not in the state that the change is for; its revision is now 0de52fc5bd72d6f216ce98a796e2aaa3; GET it again and decide anew',
          code: 'precondition_failed',
          errors: [
            {
              path: '',
              code: 'precondition_failed',
              message:
                'nothing was changed: the target group "payments/prod" is not in the state that the change is for; its revision is now 0de52fc5bd72d6f216ce98a796e2aaa3; GET it again and decide anew',
            },
          ],
        },
      },
    },
    responses: {
      Group: {
        description: 'The group, or an empty list where there is none.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          ETag: { $ref: '#/components/headers/ETag' },
          'Last-Modified': { $ref: '#/components/headers/Last-Modified' },
          Age: { $ref: '#/components/headers/Age' },
        },
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/OneGroup' },
            examples: {
              group: { $ref: '#/components/examples/Group' },
              none: { summary: 'There is no such group', value: [] },
            },
          },
        },
      },
      ReplacedGroup: {
        description:
          'The group as it is stored now, together with what others changed at the same moment. The change is safe on disk.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          ETag: { $ref: '#/components/headers/ETag' },
          'Last-Modified': { $ref: '#/components/headers/Last-Modified' },
          'Dry-Run': { $ref: '#/components/headers/Dry-Run' },
        },
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/OneGroup' },
            examples: { group: { $ref: '#/components/examples/Group' } },
          },
        },
      },
      GrownGroup: {
        description:
          'The group as it is stored now, together with what others changed at the same moment. The change is safe on disk.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          ETag: { $ref: '#/components/headers/ETag' },
          'Last-Modified': { $ref: '#/components/headers/Last-Modified' },
          'Dry-Run': { $ref: '#/components/headers/Dry-Run' },
        },
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/OneGroup' },
            examples: {
              target: {
                summary: 'A target was added',
                value: [
                  {
                    targets: ['10.3.3.1:9100', '10.3.3.2:9100', '10.3.3.9:9100'],
                    labels: { job: 'payments', env: 'prod', team: 'checkout' },
                  },
                ],
              },
            },
          },
        },
      },
      ManyReplaced: {
        description:
          'What became of each group, in the order of the request, then what was pruned. All is safe on disk.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          'Dry-Run': { $ref: '#/components/headers/Dry-Run' },
        },
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/BulkResult' },
            examples: {
              groups: {
                summary: 'A group was there, one got another target, and one is new',
                value: {
                  created: 1,
                  changed: 1,
                  unchanged: 1,
                  removed: 0,
                  failed: 0,
                  groups: [
                    { application: 'payments', environment: 'prod', outcome: 'unchanged' },
                    { application: 'shop', environment: 'prod', outcome: 'changed' },
                    { application: 'shop', environment: 'test', outcome: 'created' },
                  ],
                },
              },
            },
          },
        },
      },
      ManyRemoved: {
        description: 'What was removed, by application and environment. All is safe on disk.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          'Dry-Run': { $ref: '#/components/headers/Dry-Run' },
        },
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/BulkResult' },
            examples: {
              application: {
                summary: 'The groups of an application',
                value: {
                  created: 0,
                  changed: 0,
                  unchanged: 0,
                  removed: 1,
                  failed: 0,
                  groups: [{ application: 'payments', environment: 'prod', outcome: 'removed' }],
                },
              },
            },
          },
        },
      },
      TargetRetired: {
        description:
          'What became of each group that had the target, by application and environment. All is safe on disk.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          'Dry-Run': { $ref: '#/components/headers/Dry-Run' },
        },
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/BulkResult' },
            examples: {
              target: {
                summary: 'A group lost a target',
                value: {
                  created: 0,
                  changed: 1,
                  unchanged: 0,
                  removed: 0,
                  failed: 0,
                  groups: [{ application: 'payments', environment: 'prod', outcome: 'changed' }],
                },
              },
            },
          },
        },
      },
      NotModified: {
        description: 'The answer would have the `ETag` that the client has.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          ETag: { $ref: '#/components/headers/ETagOfMany' },
          'Last-Modified': { $ref: '#/components/headers/Last-Modified' },
          Age: { $ref: '#/components/headers/Age' },
        },
      },
      PageNotModified: {
        description: 'The answer would have the `ETag` that the client has.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          ETag: { $ref: '#/components/headers/ETagOfPage' },
          Vary: { $ref: '#/components/headers/VaryOfPage' },
        },
      },
      NoPage: {
        description: 'The page has no such file, or is turned off (`page = off`).',
        headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': ['not_found'],
      },
      TooOften: {
        description: 'The client sends too many requests.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          'Retry-After': { $ref: '#/components/headers/Retry-After' },
        },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': ['too_many_requests'],
      },
      DiscoveryNotModified: {
        description: 'The answer would have the `ETag` that the client has.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          ETag: { $ref: '#/components/headers/ETagOfMany' },
          Vary: { $ref: '#/components/headers/Vary' },
          Age: { $ref: '#/components/headers/Age' },
        },
      },
      InvalidRequest: {
        description: 'The request is not valid HTTP, or not for this host.',
        headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': ['bad_request', 'host_unknown'],
      },
      InvalidGroupUrl: {
        description: 'The URL does not name a group, or the request has another fault.',
        headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': ['bad_percent_encoding', 'bad_request', 'host_unknown', 'invalid_name', 'name_too_long'],
      },
      InvalidDetailsRequest: {
        description: 'The URL does not name a group, or the request has another fault.',
        headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': [
          'bad_percent_encoding',
          'bad_request',
          'host_unknown',
          'invalid_name',
          'name_too_long',
          'query_not_understood',
        ],
      },
      NoParameters: {
        description: 'The URL has no parameters, or the request has another fault.',
        headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': ['bad_percent_encoding', 'bad_request', 'host_unknown', 'query_not_understood'],
      },
      InvalidQuery: {
        description: 'The query is not understood, or the request has another fault.',
        headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': [
          'bad_percent_encoding',
          'bad_request',
          'host_unknown',
          'query_invalid',
          'query_not_understood',
        ],
      },
      InvalidStatusQuery: {
        description: 'No Prometheus is set, or the query is not understood, or the request has another fault.',
        headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': [
          'bad_percent_encoding',
          'bad_request',
          'host_unknown',
          'prometheus_not_set',
          'query_invalid',
          'query_not_understood',
        ],
      },
      LoginNeeded: {
        description: 'A login is needed, or the one that was sent is wrong.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          'WWW-Authenticate': { $ref: '#/components/headers/WWW-Authenticate' },
        },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': ['login_failed', 'login_required'],
      },
      ReadNotPermitted: {
        description: 'The caller may not read.',
        headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': ['not_permitted'],
      },
      ChangeNotPermitted: {
        description: 'The caller may not change this, or a target may not be registered.',
        headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': ['cross_site', 'not_permitted', 'take_over_not_permitted', 'target_not_allowed'],
      },
      BulkNotPermitted: {
        description: 'The caller may not change one of the groups, or a target may not be registered.',
        headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/BulkFailure' } } },
        'x-error-codes': ['cross_site', 'not_permitted', 'take_over_not_permitted', 'target_not_allowed'],
      },
      BulkRemovalNotPermitted: {
        description: 'The caller may not change one of the groups.',
        headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/BulkFailure' } } },
        'x-error-codes': ['cross_site', 'not_permitted', 'take_over_not_permitted'],
      },
      TooMuchAtOnce: {
        description: 'More targets would go than may go at once; the message says how many. Nothing was changed.',
        headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': ['too_much_at_once'],
      },
      PreconditionFailed: {
        description:
          'It is not in the state that the change was made for, and nothing was changed. The message says what is there now.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          ETag: { $ref: '#/components/headers/CurrentETag' },
        },
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/Failure' },
            examples: { stateDiffers: { $ref: '#/components/examples/StateDiffers' } },
          },
        },
        'x-error-codes': ['precondition_failed'],
      },
      BulkPreconditionFailed: {
        description:
          'The collection has another revision; or a group was changed while the request was carried out, and is as it was changed to.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          ETag: { $ref: '#/components/headers/CurrentETag' },
        },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/BulkFailure' } } },
        'x-error-codes': ['precondition_failed'],
      },
      BodyTooLarge: {
        description: 'The body is too long, or takes too much to be understood.',
        headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': ['body_too_complex', 'body_too_large'],
      },
      TooManyRequests: {
        description: 'The client sends too many requests, or too many passwords wait to be checked.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          'Retry-After': { $ref: '#/components/headers/Retry-After' },
        },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': ['too_many_logins', 'too_many_requests'],
      },
      TooManyBodies: {
        description: 'The client sends too many requests, or too many passwords or large bodies wait.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          'Retry-After': { $ref: '#/components/headers/Retry-After' },
        },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': ['too_many_bodies', 'too_many_logins', 'too_many_requests'],
      },
      TooManyChanges: {
        description:
          'The client sends too many requests, or too many passwords, large bodies or targets are waited for. Nothing was changed.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          'Retry-After': { $ref: '#/components/headers/Retry-After' },
        },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': ['too_many_bodies', 'too_many_logins', 'too_many_requests', 'too_many_waiting'],
      },
      TooManyWaiting: {
        description: 'The client sends too many requests, or too many passwords or targets are waited for.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          'Retry-After': { $ref: '#/components/headers/Retry-After' },
        },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': ['too_many_logins', 'too_many_requests', 'too_many_waiting'],
      },
      ChangedNotUp: {
        description:
          'The change is stored, but not every target is up: the time is over, it is certain that one will not be up, or the group was changed again so that it does not hold any more what the request gave.',
        headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/NotUp' } } },
        'x-error-codes': ['not_up'],
      },
      NotUp: {
        description:
          'Not every target is up: the time is over, it is certain that one will not be up, or the group was changed or removed.',
        headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/NotUp' } } },
        'x-error-codes': ['not_up'],
      },
      HeadersTooLarge: {
        description: 'The URL and the headers are too long, or there are too many headers. Nothing was done.',
        headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': ['headers_too_large'],
      },
      Internal: {
        description: 'A defect; the log of the service has more.',
        headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': ['internal'],
      },
      GroupUnreadable: {
        description: 'The file of the group is not understood; or a defect.',
        headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': ['internal', 'unreadable'],
      },
      BulkUnreadable: {
        description: 'The file of a group is not understood; or a defect.',
        headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/BulkFailure' } } },
        'x-error-codes': ['internal', 'unreadable'],
      },
      Stopping: {
        description: 'The service is stopping.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          'Retry-After': { $ref: '#/components/headers/Retry-After' },
        },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': ['stopping'],
      },
      Unavailable: {
        description:
          'It is not certain what the groups are, for example because a cluster that keeps them was not heard since the start, or the service is stopping.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          'Retry-After': { $ref: '#/components/headers/Retry-After' },
        },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': ['stopping', 'storage_unavailable'],
      },
      StorageUnavailable: {
        description:
          'The change could not be stored, or checked, and may be repeated later. The message says whether it is in place.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          'Retry-After': { $ref: '#/components/headers/Retry-After' },
        },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': ['stopping', 'storage_unavailable', 'target_not_checked'],
      },
      StorageFull: {
        description: 'The disk is full, and nothing was changed.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          'Retry-After': { $ref: '#/components/headers/Retry-After' },
        },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        'x-error-codes': ['storage_full'],
      },
      BulkUnavailable: {
        description:
          'Something could not be stored, or checked. Where the work had begun, the list says what became of each group.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          'Retry-After': { $ref: '#/components/headers/Retry-After' },
        },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/BulkFailure' } } },
        'x-error-codes': ['stopping', 'storage_unavailable', 'target_not_checked'],
      },
      BulkRemovalUnavailable: {
        description:
          'Something could not be stored. Where the work had begun, the list says what became of each group.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          'Retry-After': { $ref: '#/components/headers/Retry-After' },
        },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/BulkFailure' } } },
        'x-error-codes': ['stopping', 'storage_unavailable'],
      },
      BulkFull: {
        description: 'The disk is full. The list says what became of each group.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          'Retry-After': { $ref: '#/components/headers/Retry-After' },
        },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/BulkFailure' } } },
        'x-error-codes': ['storage_full'],
      },
    },
    schemas: {
      ...REQUEST_SCHEMAS,
      Targets: {
        description: 'What Prometheus scrapes, as `host` or `host:port`.',
        type: 'array',
        items: { type: 'string' },
      },
      Labels: { description: 'Names and values.', type: 'object', additionalProperties: { type: 'string' } },
      TargetGroup: {
        description: 'A target group in the format of file_sd.',
        type: 'object',
        required: ['targets', 'labels'],
        properties: {
          targets: { $ref: '#/components/schemas/Targets' },
          labels: { $ref: '#/components/schemas/Labels' },
        },
      },
      OneGroup: {
        description: 'A list with the one group, or with none.',
        type: 'array',
        maxItems: 1,
        items: { $ref: '#/components/schemas/TargetGroup' },
      },
      DiscoveredGroups: {
        description: 'Target groups in the format of http_sd.',
        type: 'array',
        items: { $ref: '#/components/schemas/TargetGroup' },
      },
      Revision: {
        description:
          'A hash of what is shown. The same content has the same revision, after a restart and on another host too.',
        type: 'string',
        pattern: '^[0-9a-f]{32}$',
      },
      ListedGroup: {
        description: 'A target group with its key and its revision.',
        type: 'object',
        required: ['application', 'environment', 'targets', 'labels', 'revision', 'changed_at'],
        properties: {
          application: { type: 'string' },
          environment: { type: 'string' },
          targets: { $ref: '#/components/schemas/Targets' },
          labels: { $ref: '#/components/schemas/Labels' },
          revision: { $ref: '#/components/schemas/Revision' },
          changed_at: {
            description: 'When the group last changed, in UTC (RFC 3339).',
            type: 'string',
            pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
          },
          statuses: { $ref: '#/components/schemas/StatusesOfGroup' },
        },
      },
      GroupDetails: {
        description: 'A target group with everything that is known of it.',
        type: 'object',
        required: ['application', 'environment', 'targets', 'labels', 'revision', 'changed_at', 'file'],
        properties: {
          application: { type: 'string' },
          environment: { type: 'string' },
          targets: { $ref: '#/components/schemas/Targets' },
          labels: { $ref: '#/components/schemas/Labels' },
          revision: { $ref: '#/components/schemas/Revision' },
          changed_at: {
            description: 'When the group last changed, in UTC (RFC 3339).',
            type: 'string',
            pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
          },
          file: { description: 'The name of its file in the directory.', type: 'string' },
        },
      },
      GroupPage: {
        description: 'A page of a list of target groups.',
        type: 'object',
        required: ['groups', 'matched', 'total', 'revision', 'unreadable'],
        properties: {
          groups: { type: 'array', items: { $ref: '#/components/schemas/ListedGroup' } },
          matched: { description: 'How many groups match, on whatever page.', type: 'integer' },
          total: { description: 'How many groups there are.', type: 'integer' },
          revision: {
            description: 'The revision of the collection, whatever the filter. It changes exactly when a group does.',
            $ref: '#/components/schemas/Revision',
          },
          next: {
            description: 'What to give as `after` for the next page. It is not there on the last one.',
            type: 'string',
          },
          unreadable: {
            description: 'The groups whose files are not understood.',
            type: 'array',
            items: { $ref: '#/components/schemas/UnreadableGroup' },
          },
        },
      },
      UnreadableGroup: {
        description: 'A group whose file is not understood.',
        type: 'object',
        required: ['application', 'environment', 'reason'],
        properties: { application: { type: 'string' }, environment: { type: 'string' }, reason: { type: 'string' } },
      },
      Unreadable: {
        description:
          'A group that is not understood as it is stored, or the file, in a cluster the key, where the group is not known.',
        type: 'object',
        required: ['reason'],
        properties: {
          application: { type: 'string' },
          environment: { type: 'string' },
          file: { type: 'string' },
          key: { type: 'string' },
          reason: { type: 'string' },
        },
      },
      BulkOutcome: {
        description: 'What became of a group.',
        type: 'object',
        required: ['application', 'environment', 'outcome'],
        properties: {
          application: { type: 'string' },
          environment: { type: 'string' },
          outcome: { enum: ['created', 'changed', 'unchanged', 'removed', 'failed'] },
          error: { $ref: '#/components/schemas/Fault' },
        },
      },
      BulkResult: {
        description: 'What became of many groups.',
        type: 'object',
        required: ['created', 'changed', 'unchanged', 'removed', 'failed', 'groups'],
        properties: {
          created: { type: 'integer' },
          changed: { type: 'integer' },
          unchanged: { type: 'integer' },
          removed: { type: 'integer' },
          failed: { type: 'integer' },
          groups: { type: 'array', items: { $ref: '#/components/schemas/BulkOutcome' } },
        },
      },
      BulkFailure: {
        description: 'Why a request failed, and, where the work had begun, what became of each group.',
        type: 'object',
        required: ['message', 'code', 'errors'],
        properties: {
          message: { type: 'string' },
          code: { $ref: '#/components/schemas/ErrorCode' },
          errors: { type: 'array', minItems: 1, items: { $ref: '#/components/schemas/Fault' } },
          created: { type: 'integer' },
          changed: { type: 'integer' },
          unchanged: { type: 'integer' },
          removed: { type: 'integer' },
          failed: { type: 'integer' },
          groups: { type: 'array', items: { $ref: '#/components/schemas/BulkOutcome' } },
        },
      },
      TargetStatus: {
        description:
          'What became of a target, worst first. `unknown`: no Prometheus answers. `not_configured`: no scrape pool reads our groups. `not_read`: Prometheus has not read the newest version of the group, or cannot. `rejected`: Prometheus has read it and refused it. `dropped`: relabelling dropped it. `merged`: another group ends with the same labels, and Prometheus scrapes the two as one. `waiting`: it was not scraped yet. `down`: the last scrape failed. `stale`: the last scrape is older than three intervals. `up`: the last scrape was good.',
        type: 'string',
        enum: [
          'unknown',
          'not_configured',
          'not_read',
          'rejected',
          'dropped',
          'merged',
          'waiting',
          'down',
          'stale',
          'up',
        ],
      },
      Time: {
        description: 'A time, in UTC (RFC 3339).',
        type: 'string',
        pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
      },
      AskedPrometheus: {
        description: 'A Prometheus that is asked, and how that went.',
        type: 'object',
        required: ['url', 'state'],
        properties: {
          url: { description: 'As it is set, without a user and password.', type: 'string' },
          state: {
            description:
              '`ok`: it answered. `unreachable`: there was no answer in time, or no connection. `unauthorized`: it wants another login. `not_prometheus`: it answers, but not as Prometheus does. `failed`: it answers with an error. `too_large`: its answer is larger than what is read of one.',
            enum: ['ok', 'unreachable', 'unauthorized', 'not_prometheus', 'failed', 'too_large'],
          },
          reason: { description: 'Why it is not `ok`.', type: 'string' },
          asked_at: {
            description: 'When it was asked. It is not there before the first answer.',
            $ref: '#/components/schemas/Time',
          },
        },
      },
      ScrapeStatus: {
        description:
          'What one Prometheus, or one of its scrape pools, makes of a target. What it does not tell is not there.',
        type: 'object',
        required: ['url', 'status'],
        properties: {
          url: { type: 'string' },
          status: { $ref: '#/components/schemas/TargetStatus' },
          pool: { description: 'The scrape pool.', type: 'string' },
          scrape_url: { type: 'string' },
          last_scrape: { description: 'When the last scrape began.', $ref: '#/components/schemas/Time' },
          duration_seconds: { description: 'How long the last scrape took.', type: 'number' },
          read_at: {
            description: 'The time of the version of the group that it has read.',
            $ref: '#/components/schemas/Time',
          },
          error: {
            description:
              'What Prometheus says of a target that is down; for any other word but `up` the fact behind it.',
            type: 'string',
          },
          advice: { description: 'What can be done about it.', type: 'string' },
        },
      },
      TargetInGroup: {
        description: 'What became of a target.',
        type: 'object',
        required: ['target', 'status', 'prometheus'],
        properties: {
          target: { type: 'string' },
          status: {
            description: 'The worst that a Prometheus says that answers.',
            $ref: '#/components/schemas/TargetStatus',
          },
          prometheus: { type: 'array', items: { $ref: '#/components/schemas/ScrapeStatus' } },
        },
      },
      GroupStatus: {
        description: 'What became of the targets of a group.',
        type: 'object',
        required: ['application', 'environment', 'revision', 'up', 'prometheus', 'targets'],
        properties: {
          application: { type: 'string' },
          environment: { type: 'string' },
          revision: { $ref: '#/components/schemas/Revision' },
          up: { description: 'Whether all targets are up.', type: 'boolean' },
          prometheus: { type: 'array', items: { $ref: '#/components/schemas/AskedPrometheus' } },
          targets: {
            description: 'In the order of the group.',
            type: 'array',
            items: { $ref: '#/components/schemas/TargetInGroup' },
          },
        },
      },
      TargetCounts: {
        description: 'How many targets there are of each status.',
        type: 'object',
        required: [
          'unknown',
          'not_configured',
          'not_read',
          'rejected',
          'dropped',
          'merged',
          'waiting',
          'down',
          'stale',
          'up',
        ],
        properties: {
          unknown: { type: 'integer' },
          not_configured: { type: 'integer' },
          not_read: { type: 'integer' },
          rejected: { type: 'integer' },
          dropped: { type: 'integer' },
          merged: { type: 'integer' },
          waiting: { type: 'integer' },
          down: { type: 'integer' },
          stale: { type: 'integer' },
          up: { type: 'integer' },
        },
      },
      StatusesOfGroup: {
        description:
          'How many targets of a group there are of each status, without those of which there is none. It is there when it is asked for.',
        type: 'object',
        minProperties: 1,
        properties: {
          unknown: { type: 'integer', minimum: 1 },
          not_configured: { type: 'integer', minimum: 1 },
          not_read: { type: 'integer', minimum: 1 },
          rejected: { type: 'integer', minimum: 1 },
          dropped: { type: 'integer', minimum: 1 },
          merged: { type: 'integer', minimum: 1 },
          waiting: { type: 'integer', minimum: 1 },
          down: { type: 'integer', minimum: 1 },
          stale: { type: 'integer', minimum: 1 },
          up: { type: 'integer', minimum: 1 },
        },
      },
      TargetNotUp: {
        description: 'A target that is not up.',
        type: 'object',
        required: ['application', 'environment', 'target', 'status'],
        properties: {
          application: { type: 'string' },
          environment: { type: 'string' },
          target: { type: 'string' },
          status: { $ref: '#/components/schemas/TargetStatus' },
          error: { type: 'string' },
          advice: { type: 'string' },
        },
      },
      DisagreedTarget: {
        description: 'A target that is up on one Prometheus that answers, and not on another.',
        type: 'object',
        required: ['application', 'environment', 'target', 'prometheus'],
        properties: {
          application: { type: 'string' },
          environment: { type: 'string' },
          target: { type: 'string' },
          prometheus: {
            type: 'array',
            items: {
              type: 'object',
              required: ['url', 'status'],
              properties: {
                url: { type: 'string' },
                status: { $ref: '#/components/schemas/TargetStatus' },
                read_at: {
                  description: 'The time of the version of the group that it has read.',
                  $ref: '#/components/schemas/Time',
                },
              },
            },
          },
        },
      },
      Status: {
        description: 'What became of the targets of many groups.',
        type: 'object',
        required: ['targets', 'prometheus', 'not_up', 'disagreeing', 'disagreements'],
        properties: {
          targets: { $ref: '#/components/schemas/TargetCounts' },
          prometheus: { type: 'array', items: { $ref: '#/components/schemas/AskedPrometheus' } },
          not_up: {
            description: 'The targets that are not up, by application, environment and target, by code points.',
            type: 'array',
            items: { $ref: '#/components/schemas/TargetNotUp' },
          },
          disagreeing: {
            description: 'The first targets of which the Prometheus say different things, the same on every page.',
            type: 'array',
            items: { $ref: '#/components/schemas/DisagreedTarget' },
          },
          disagreements: { description: 'How many of them there are.', type: 'integer' },
          next: {
            description: 'What to give as `after` for the next page of `not_up`. It is not there on the last one.',
            type: 'string',
          },
        },
      },
      StatusHistory: {
        description: 'What became of all targets in the last hour.',
        type: 'object',
        required: ['samples'],
        properties: {
          samples: {
            description: 'Oldest first, 241 at most.',
            type: 'array',
            maxItems: 241,
            items: {
              type: 'object',
              required: ['at', 'targets'],
              properties: {
                at: { $ref: '#/components/schemas/Time' },
                targets: { $ref: '#/components/schemas/TargetCounts' },
              },
            },
          },
        },
      },
      NotUp: {
        description: 'Why not every target is up.',
        type: 'object',
        required: ['message', 'code', 'errors'],
        properties: {
          message: {
            description: 'One sentence; after a change it begins with `the change is stored`.',
            type: 'string',
          },
          code: { const: 'not_up' },
          errors: {
            description: 'The targets that are not up, at most 1,000, or what happened to the group as a whole.',
            type: 'array',
            minItems: 1,
            items: { $ref: '#/components/schemas/TargetFault' },
          },
        },
      },
      TargetFault: {
        description: 'What is the matter with a target.',
        type: 'object',
        required: ['path', 'code', 'message'],
        properties: {
          path: {
            description: 'Which target of the group it is, like `targets[2]`; empty for the group as a whole.',
            type: 'string',
          },
          code: {
            description: 'What became of the target; `not_up` of the group as a whole.',
            enum: [
              'unknown',
              'not_configured',
              'not_read',
              'rejected',
              'dropped',
              'merged',
              'waiting',
              'down',
              'stale',
              'up',
              'not_up',
            ],
          },
          message: { description: 'All of it in one sentence.', type: 'string' },
          target: { type: 'string' },
          error: {
            description: 'What Prometheus says of a target that is down; for any other word the fact behind it.',
            type: 'string',
          },
          advice: { description: 'What can be done about it.', type: 'string' },
        },
      },
      Fault: {
        description: 'One thing that is wrong.',
        type: 'object',
        required: ['path', 'code', 'message'],
        properties: {
          path: {
            description: 'Where it is, like `targets[2]` or `groups[3].labels.job`; empty for the request as a whole.',
            type: 'string',
          },
          code: { $ref: '#/components/schemas/ErrorCode' },
          message: { type: 'string' },
        },
      },
      Failure: {
        description: 'Why a request failed.',
        type: 'object',
        required: ['message', 'code', 'errors'],
        properties: {
          message: { description: 'The first fault, one sentence a person can act on.', type: 'string' },
          code: { $ref: '#/components/schemas/ErrorCode' },
          errors: {
            description: 'Everything that is wrong, at most 1,000 faults.',
            type: 'array',
            minItems: 1,
            items: { $ref: '#/components/schemas/Fault' },
          },
        },
      },
      ErrorCode: {
        description: 'Why something failed, for programs. Later versions may have more.',
        type: 'string',
        enum: [
          'bad_percent_encoding',
          'bad_request',
          'body_malformed',
          'body_too_complex',
          'body_too_large',
          'charset_unknown',
          'content_encoding_unknown',
          'content_type_missing',
          'content_type_unknown',
          'cross_site',
          'group_outside_filter',
          'group_repeated',
          'group_too_large',
          'group_unknown',
          'groups_empty',
          'headers_too_large',
          'host_unknown',
          'internal',
          'invalid_label_name',
          'invalid_label_value',
          'invalid_name',
          'invalid_target',
          'label_refused',
          'label_required',
          'label_unknown',
          'label_value_blank',
          'label_value_differs',
          'labels_empty',
          'labels_remain',
          'labels_unchanged',
          'login_failed',
          'login_required',
          'method_not_allowed',
          'name_too_long',
          'not_found',
          'not_permitted',
          'not_ready',
          'not_up',
          'nothing_given',
          'precondition_failed',
          'prometheus_not_set',
          'query_invalid',
          'query_not_understood',
          'reload_failed',
          'reload_needs_logins',
          'stopping',
          'storage_full',
          'storage_unavailable',
          'take_over_not_permitted',
          'target_exists',
          'target_not_allowed',
          'target_not_checked',
          'target_repeated',
          'target_unknown',
          'targets_empty',
          'too_many_bodies',
          'too_many_logins',
          'too_many_names',
          'too_many_requests',
          'too_many_targets',
          'too_many_waiting',
          'too_much_at_once',
          'unknown_key',
          'unreadable',
          'wrong_type',
        ],
      },
      Health: {
        description: 'What is there, and what an operator should look at.',
        type: 'object',
        required: ['status', 'groups', 'unreadable', 'waiting', 'questionable', 'warnings'],
        properties: {
          status: { const: 'healthy' },
          groups: { type: 'integer' },
          unreadable: { type: 'array', items: { $ref: '#/components/schemas/Unreadable' } },
          waiting: { type: 'array', items: { $ref: '#/components/schemas/Waiting' } },
          questionable: { type: 'array', items: { $ref: '#/components/schemas/Questionable' } },
          problem: { type: 'string', description: 'What /-/ready says while the service is not ready, a sentence.' },
          warnings: { type: 'array', items: { $ref: '#/components/schemas/Warning' } },
        },
      },
      Readiness: {
        description: 'What is there, while changes can be stored.',
        type: 'object',
        required: ['status', 'groups', 'unreadable', 'waiting', 'questionable'],
        properties: {
          status: { const: 'ready' },
          groups: { type: 'integer' },
          unreadable: { type: 'array', items: { $ref: '#/components/schemas/Unreadable' } },
          waiting: { type: 'array', items: { $ref: '#/components/schemas/Waiting' } },
          questionable: { type: 'array', items: { $ref: '#/components/schemas/Questionable' } },
        },
      },
      Waiting: {
        description: 'A file of the predecessor that waits for the first change of its group.',
        type: 'object',
        required: ['file', 'reason'],
        properties: {
          file: { type: 'string' },
          job: { type: 'string' },
          env: { type: 'string' },
          reason: { type: 'string' },
        },
      },
      Questionable: {
        description: 'A group with something that the rules refuse, so that a PUT of it would fail.',
        type: 'object',
        required: ['application', 'environment', 'reason'],
        properties: { application: { type: 'string' }, environment: { type: 'string' }, reason: { type: 'string' } },
      },
      Warning: {
        description: 'Something that an operator should know.',
        type: 'object',
        required: ['code', 'message'],
        properties: { code: { type: 'string' }, message: { type: 'string' } },
      },
      About: {
        description: 'The service, and whoever asks.',
        type: 'object',
        required: ['version', 'build', 'caller', 'write', 'logins', 'file_sd_directory', 'prometheus'],
        properties: {
          version: { description: 'The version of the service.', type: 'string' },
          build: { description: 'Names the page as it was built.', type: 'string' },
          caller: { $ref: '#/components/schemas/Caller' },
          write: {
            description:
              'Patterns of the groups that the caller may write, as in the access file; `*/*` is every group.',
            type: 'array',
            items: { type: 'string' },
          },
          logins: {
            description: 'The schemes that somebody can log in with.',
            type: 'array',
            items: { enum: ['Basic', 'Bearer'] },
          },
          file_sd_directory: { description: 'The directory of the groups on the host of the service.', type: 'string' },
          prometheus: {
            description: 'The base URLs of the Prometheus that are asked.',
            type: 'array',
            items: { type: 'string' },
          },
        },
      },
      Caller: {
        description: 'Who asks; `anonymous` without a login.',
        type: 'object',
        required: ['kind'],
        properties: { kind: { enum: ['anonymous', 'user', 'certificate', 'client'] }, name: { type: 'string' } },
      },
      Start: {
        description: 'Where things are, each as the path of a URL.',
        type: 'object',
        required: ['message', 'groups', 'group', 'http_sd', 'status', 'description', 'page'],
        properties: {
          message: { type: 'string' },
          groups: { type: 'string' },
          group: { description: 'With placeholders for the key.', type: 'string' },
          http_sd: { type: 'string' },
          status: { type: 'string' },
          description: { type: 'string' },
          page: {
            type: 'object',
            required: ['build'],
            properties: {
              build: { description: 'Names the page as it was built; another page has another one.', type: 'string' },
            },
          },
        },
      },
      Reloaded: {
        description: 'What was read again.',
        type: 'object',
        required: ['status', 'files'],
        properties: { status: { const: 'reloaded' }, files: { type: 'array', items: { type: 'string' } } },
      },
      Description: {
        description: 'A description in OpenAPI 3.1.',
        type: 'object',
        required: ['openapi', 'info', 'servers', 'paths'],
        properties: {
          openapi: { type: 'string' },
          info: { type: 'object' },
          servers: { type: 'array', items: { type: 'object' } },
          paths: { type: 'object' },
        },
        additionalProperties: true,
      },
    },
  },
});
