import { ConfigurationError } from './configuration-error.js';
import { Shape } from './shape.js';

const SHAPE = new Shape({
  type: 'object',
  required: ['clients'],
  additionalProperties: false,
  properties: {
    anonymous: { enum: ['read', 'none'] },
    rate: { type: 'integer', minimum: 1 },
    clients: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name'],
        additionalProperties: false,
        properties: { name: { type: 'string' }, write: { type: 'array', items: { type: 'string' } } },
      },
    },
  },
});

// cspell:ignore wirte

function faultsOf(value: unknown): readonly string[] {
  try {
    SHAPE.check(value);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}

test('what is as its schema says is given back', () => {
  const value = { anonymous: 'read', clients: [{ name: 'ci', write: ['a/*'] }] };
  expect(SHAPE.check(value)).toBe(value);
});

test.each<[unknown, string]>([
  [undefined, 'it is empty, not a mapping'],
  [null, 'it is empty, not a mapping'],
  ['secret', 'it is a string, not a mapping'],
  [[], 'it is a list, not a mapping'],
  [{}, 'the key "clients" is missing'],
  [{ clients: '' }, 'clients is empty, not a list'],
  [{ clients: { name: 'secret' } }, 'clients is a mapping, not a list'],
  [{ clients: [{}] }, 'clients[0]: the key "name" is missing'],
  [{ clients: [{ name: 'ci' }, { name: 12_345 }] }, 'clients[1].name is a number, not a string; quote it'],
  [{ clients: [{ name: true }] }, 'clients[0].name is a boolean, not a string; quote it'],
  [{ clients: [{ name: [] }] }, 'clients[0].name is a list, not a string'],
  [{ clients: [{ name: 'ci', write: ['a', {}] }] }, 'clients[0].write[1] is a mapping, not a string'],
  [{ clients: [], anonymous: 'secret' }, 'anonymous is not one of read, none'],
  [{ clients: [], rate: 0 }, 'rate must be >= 1'],
  [{ clients: [], client: [] }, 'the key "client" is not known; did you mean clients?'],
  [{ clients: [], zzz: 1 }, 'the key "zzz" is not known'],
  [{ clients: [{ name: 'ci', wirte: [] }] }, 'the key "wirte" in clients[0] is not known; did you mean write?'],
])('what is something else is named by its place, and no value is shown: %j', (value, fault) => {
  expect(faultsOf(value)).toEqual([fault]);
});

test('every fault is told', () => {
  expect(faultsOf({ zzz: 1, clients: [{ name: 1 }, {}] })).toHaveLength(3);
});
