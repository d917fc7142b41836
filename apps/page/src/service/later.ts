import { isOutdated } from './newer-version.js';

/**
 * Loads a part of the page that is not needed at first. Where that fails, an upgrade may have taken the file away, which
 * the reader is told; a connection that is broken is told of elsewhere.
 * @throws what `import` throws
 */
export async function later<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (navigator.onLine) isOutdated.value = true;
    throw error;
  }
}
