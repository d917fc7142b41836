import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { ConfigurationError } from './configuration-error.js';
import { codeOf } from './system-error.js';

/**
 * The text of a file that is part of the configuration. Only regular files are read, because a pipe or a device may
 * never end or never answer; opening one does not wait for its other side.
 * @param name how messages call the file
 * @throws ConfigurationError when it cannot be read
 */
export function readText(path: string, name = JSON.stringify(path)): string {
  let fd: number | undefined;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if (fstatSync(fd).isFile()) return readFileSync(fd, 'utf8');
  } catch (error) {
    throw new ConfigurationError(`${name} cannot be read (${codeOf(error)})`);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
  throw new ConfigurationError(`${name} is not a regular file`);
}
