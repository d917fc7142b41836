import { list } from '../operator-files/values.js';
import { Networks } from './networks.js';

/** The peers whose `X-Forwarded-For` is believed. */
export interface TrustedProxies {
  readonly networks: Networks;
  /** Whether peers on a Unix socket are among them. */
  readonly unix: boolean;
}

/** A comma-separated list of networks, which may contain the word `unix`. */
export function trustedProxies(value: string): TrustedProxies {
  const elements = list(value);
  return {
    networks: new Networks(elements.filter((element) => element !== UNIX)),
    unix: elements.includes(UNIX),
  };
}

const UNIX = 'unix';
