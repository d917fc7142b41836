import { deviations, type SentRequest } from './description-check.js';
import type { Answer } from './answer.js';

const GROUP = '[{"targets":["a:1"],"labels":{"job":"shop","env":"prod"}}]\n';
const ID = { 'x-request-id': 'r1' };
const JSON_TYPE = { 'content-type': 'application/json' };

const get = (target: string, headers: SentRequest['headers'] = {}): SentRequest => ({
  method: 'GET',
  target,
  headers,
  body: Buffer.alloc(0),
});
const put = (target: string, body: string, type = 'application/json'): SentRequest => ({
  method: 'PUT',
  target,
  headers: { 'content-type': type },
  body: Buffer.from(body),
});
const conditional = (method: string, target: string): SentRequest => ({
  ...get(target, { 'if-none-match': '*' }),
  method,
});
const ok = (text: string, headers: Answer['headers'] = {}): Answer => ({
  status: 200,
  headers: { ...ID, ...JSON_TYPE, ...headers },
  text,
});
const failure = (status: number, code: string, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: { ...ID, ...JSON_TYPE, ...headers },
  text: JSON.stringify({ message: 'm', code, errors: [{ path: '', code, message: 'm' }] }),
});

test.each<[string, SentRequest, Answer]>([
  ['a group', get('/shop/prod'), ok(GROUP)],
  ['no group', get('/shop/prod?ignored=true'), ok('[]')],
  ['a change', put('/shop/prod?dry_run=true', '{"targets":["a:1"]}'), ok(GROUP, { 'dry-run': 'true' })],
  ['a list with one object', put('/shop/prod', '[{"labels":{}}]'), ok(GROUP)],
  ['a form', put('/shop/prod', 'targets=a:1&team=x', 'application/x-www-form-urlencoded; charset=utf-8'), ok(GROUP)],
  ['YAML, in which every scalar is a text', put('/shop/prod', 'labels: {version: 1.10}', 'text/yaml'), ok(GROUP)],
  ['a failure', put('/shop/prod', '{'), failure(400, 'body_malformed')],
  ['304', get('/shop/prod'), { status: 304, headers: { ...ID, etag: `"${'0'.repeat(32)}"` }, text: '' }],
  ['a condition', conditional('PUT', '/shop/prod'), failure(412, 'precondition_failed')],
  ['a URL that is not described', get('/shop'), failure(404, 'not_found')],
  ['a URL of the service that is not described', get('/-/shop'), failure(404, 'not_found')],
  ['a method', { ...get('/metrics'), method: 'PUT' }, failure(405, 'method_not_allowed', { allow: 'HEAD, GET' })],
])('%s fits the description', (_, request, answer) => {
  expect(deviations(request, answer)).toEqual([]);
});

test.each<[string, SentRequest, Answer, string]>([
  ['a status', get('/shop/prod'), { ...ok(GROUP), status: 201 }, 'the status 201 is not described'],
  ['a code', get('/shop/prod'), failure(400, 'target_exists'), 'the code target_exists is not described'],
  ['a code of another status', get('/shop/prod'), failure(403, 'login_failed'), 'the code login_failed is not'],
  ['a code nowhere', get('/shop/prod'), failure(400, 'odd'), 'does not fit its schema: /code must be equal'],
  ['a header', get('/shop/prod'), ok(GROUP, { 'x-odd': '1' }), 'the header x-odd is not described'],
  ['a header of another answer', get('/shop/prod'), ok(GROUP, { 'dry-run': 'true' }), 'the header dry-run is not'],
  ['a header that is missing', get('/shop/prod'), failure(503, 'stopping'), 'the header Retry-After is missing'],
  ['the value of a header', get('/shop/prod'), ok(GROUP, { etag: 'W/"x"' }), 'the header ETag is W/"x"'],
  ['a member', get('/shop/prod'), ok(GROUP.replace('}}', '},"revision":"x"}')), 'must NOT have additional properties'],
  ['a member that is missing', get('/shop/prod'), ok('[{"targets":[]}]'), "must have required property 'labels'"],
  ['a type', get('/shop/prod'), ok('{}'), 'must be array'],
  ['a media type', get('/shop/prod'), ok(GROUP, { 'content-type': 'text/html' }), 'the media type text/html is not'],
  ['the body of a HEAD', { ...get('/shop/prod'), method: 'HEAD' }, ok(GROUP, { date: 'now' }), 'the body is not'],
  ['a URL that succeeds', get('/shop'), ok(GROUP), 'the status 200 of a request that is not described'],
  ['a method that succeeds', { ...get('/metrics'), method: 'PUT' }, ok(GROUP), 'the status 200 of a request'],
  [
    'Allow',
    { ...get('/metrics'), method: 'PUT' },
    failure(405, 'method_not_allowed', { allow: 'GET' }),
    'Allow is GET',
  ],
  [
    'a condition that decides',
    conditional('DELETE', '/api/v1/targets?target=a'),
    failure(412, 'precondition_failed'),
    'the header If-None-Match of the request is not described',
  ],
  ['a parameter', put('/shop/prod?odd=1', '{}'), ok(GROUP), 'the parameter odd is not described'],
  ['the value of a parameter', put('/shop/prod?dry_run=1', '{}'), ok(GROUP), 'the parameter dry_run is 1'],
  ['a member of a request', put('/shop/prod', '{"target":[]}'), ok(GROUP), 'the body of the request does not fit'],
  ['the media type of a request', put('/shop/prod', '{}', 'text/plain'), ok(GROUP), 'the media type text/plain of the'],
])('%s that is not in the description is found', (_, request, answer, deviation) => {
  expect(deviations(request, answer).join('\n')).toContain(deviation);
});
