import type { Listed } from '../listing/page.js';

/** The labels that say of a discovered target which group it is of; relabelling sees them, series do not have them. */
export const APPLICATION_LABEL = '__meta_target_eye_application';
export const ENVIRONMENT_LABEL = '__meta_target_eye_environment';

/**
 * A group as an element of a document for Prometheus' `http_sd_configs`, JSON in one line. Groups that are the same have
 * the same text, whatever the order of their labels. Labels of the group cannot replace those that name it.
 */
export function encodeHttpSdGroup({ key, group: { targets, labels } }: Listed): string {
  const inOrder = Object.keys(labels)
    .sort()
    .map((name) => [name, labels[name] ?? ''] as const);
  const named = {
    ...Object.fromEntries(inOrder),
    [APPLICATION_LABEL]: key.application,
    [ENVIRONMENT_LABEL]: key.environment,
  };
  return JSON.stringify({ targets, labels: named });
}
