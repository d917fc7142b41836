import { hash } from 'node:crypto';
import type { Hash } from '@target-eye/domain';

/** Of what revisions are made; see `Hash`. */
export const revisionHash: Hash = (text) => hash('sha256', text).slice(0, 32);
