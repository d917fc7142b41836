// Made of openapi.yaml by `npm run generate`.

import type { Schemas } from '../document.js';

/** The schemas of the bodies of requests. */
export const REQUEST_SCHEMAS: Schemas = {
  BulkBody: {
    description: 'The groups to store, as an object or as the list alone.',
    oneOf: [
      { $ref: '#/components/schemas/BulkRequest' },
      { type: 'array', items: { $ref: '#/components/schemas/BulkGroup' } },
    ],
  },
  BulkGroup: {
    description: 'A target group with its key.',
    type: 'object',
    required: ['application', 'environment', 'targets'],
    properties: {
      application: { type: 'string' },
      environment: { type: 'string' },
      targets: { type: 'array', items: { type: 'string' } },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
    },
    additionalProperties: false,
  },
  BulkRequest: {
    description: 'The groups to store.',
    type: 'object',
    required: ['groups'],
    properties: { groups: { type: 'array', items: { $ref: '#/components/schemas/BulkGroup' } } },
    additionalProperties: false,
  },
  TargetGroupBody: {
    description: 'A part of a target group, alone or in a list, as GET shows it.',
    oneOf: [
      { $ref: '#/components/schemas/TargetGroupInput' },
      { type: 'array', minItems: 1, maxItems: 1, items: { $ref: '#/components/schemas/TargetGroupInput' } },
    ],
  },
  TargetGroupForm: {
    description: 'A part of a target group as a form. `targets` may be repeated; every other field is a label.',
    type: 'object',
    properties: { targets: { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] } },
    additionalProperties: { type: 'string' },
  },
  TargetGroupInput: {
    description:
      'A part of a target group. A target may itself be a comma-separated list. In YAML every value is the text that it is written as, so that `1.10` and `no` need no quotes.',
    type: 'object',
    properties: {
      targets: { type: 'array', items: { type: 'string' } },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
    },
    additionalProperties: false,
  },
};
