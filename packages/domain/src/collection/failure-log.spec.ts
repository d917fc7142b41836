import { fault } from '../index.js';
import { recordingLog } from '../../testing/recording-log.js';
import { FailureLog } from './failure-log.js';

const failure = fault('', 'storage_unavailable', 'a directory has its name');

test('of a file whose changes fail is told once, and again after it was mended', () => {
  const log = recordingLog();
  const failures = new FailureLog(log, 'file');
  failures.failed('a.json', failure, undefined);
  failures.failed('a.json', failure, undefined);
  failures.ended('b.json');
  failures.ended('a.json');
  failures.failed('a.json', failure, undefined);
  expect(log.lines.map(({ message }) => message)).toEqual([
    'changes cannot be stored',
    'changes can be stored again',
    'changes cannot be stored',
  ]);
});

test('of too many files the one that failed longest ago is forgotten', () => {
  const log = recordingLog();
  const failures = new FailureLog(log, 'file');
  for (let file = 0; file <= 1000; file += 1) failures.failed(String(file), failure, undefined);
  expect(log.lines).toHaveLength(1001);
  failures.ended('0');
  expect(log.lines).toHaveLength(1001);
  failures.ended('1');
  failures.ended('1000');
  expect(log.lines).toHaveLength(1003);
});
