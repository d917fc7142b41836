import { createHash } from 'node:crypto';
import type { Hash } from '../src/index.js';

/** What the domain wants to be handed in. */
export const sha256: Hash = (text) => createHash('sha256').update(text).digest().toString('hex', 0, 16);
