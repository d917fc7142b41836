import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceByHand, useDirectory } from '../../test/support.js';
import { contentVersionAt, statVersion } from '../directory/file-version.js';
import { exchange, rename, type StagedFile } from './staged-file.js';

const place = useDirectory();
const path = () => join(place.path(), 'a@b.json');

function stage(text: string): StagedFile {
  const staged = join(place.path(), 'staged');
  writeFileSync(staged, text);
  return { path: staged, contentVersion: contentVersionAt(staged) };
}

test('a staged file is renamed over whatever is there, and its version is told', () => {
  writeFileSync(path(), 'before');
  expect(rename(stage('after'), path())).toBe(statVersion(path()));
  expect(readFileSync(path(), 'utf8')).toBe('after');
});

test('a staged file that is exchanged leaves nothing of what it displaces', () => {
  writeFileSync(path(), 'before');
  const staged = stage('after');
  expect(exchange(staged, path(), statVersion(path()) ?? '')).toBe(statVersion(path()));
  expect([readFileSync(path(), 'utf8'), existsSync(staged.path)]).toEqual(['after', false]);
});

test('a staged file that displaces something else is taken back', () => {
  writeFileSync(path(), 'before');
  const version = statVersion(path()) ?? '';
  replaceByHand(path(), 'by hand');
  const staged = stage('after');
  expect(exchange(staged, path(), version)).toBeUndefined();
  expect([readFileSync(path(), 'utf8'), readFileSync(staged.path, 'utf8')]).toEqual(['by hand', 'after']);
  rmSync(path());
  expect(exchange(staged, path(), version)).toBeUndefined();
  expect([existsSync(path()), readFileSync(staged.path, 'utf8')]).toEqual([false, 'after']);
});
