import { createHash } from 'node:crypto';
import type { Hash } from '@target-eye/domain';

/** Of what revisions are made; see `Hash`. */
export const revisionHash: Hash = (text) => createHash('sha256').update(text).digest().toString('hex', 0, 16);
