import { computed, signal } from '@preact/signals';
import { type Client, createClient, type Fetch, TargetEyeError } from '@target-eye/client';
import { failureText, isSilence } from './failure-text.js';
import { quietFetch } from './fetch.js';

/** Who one says to be: a token, or a user and a password. */
export type Login = { readonly token: string } | { readonly user: string; readonly password: string };

/** The schemes of HTTP that one can log in with. */
const SCHEMES = ['Bearer', 'Basic'] as const;

export type Scheme = (typeof SCHEMES)[number];

/** Where the login is kept: the browser forgets it with the tab. */
const STORED = 'target-eye-login';

const stored = signal<Login | undefined>(readStored());

/** The login that requests are sent with; `undefined` for none. */
export const login = computed(() => stored.value);

/** Why a login is asked for, a sentence of the service, empty if the reader wants to log in; `undefined` if none is. */
export const loginWanted = signal<string | undefined>(undefined);

/** How one can log in, as the service said when it last asked for it. */
export const offered = signal<readonly Scheme[]>([]);

const hearOffers: Fetch = async (url, options) => {
  const answer = await quietFetch(url, options);
  if (answer.status === 401) {
    const challenges = answer.headers.get('WWW-Authenticate') ?? '';
    offered.value = SCHEMES.filter((scheme) => challenges.includes(scheme));
  }
  return answer;
};

/** The service that has sent this page. */
const client = computed(() => clientWith(stored.value));

function clientWith(login: Login | undefined): Client {
  return createClient({ url: '.', fetch: hearOffers, retries: { attempts: 2, firstPause: 300 }, ...login });
}

function readStored(): Login | undefined {
  const text = sessionStorage.getItem(STORED);
  return text === null ? undefined : (JSON.parse(text) as Login);
}

/**
 * Sends the login with every request from now on, if the service takes it.
 * @throws TargetEyeError, TypeError for what can be no login
 */
export async function logIn(login: Login): Promise<void> {
  await clientWith(login).about();
  sessionStorage.setItem(STORED, JSON.stringify(login));
  stored.value = login;
  loginWanted.value = undefined;
}

/** Since when the service does not answer, in milliseconds since the epoch; `undefined` while it does. */
export const silentSince = signal<number | undefined>(undefined);

/** Asks the reader for a login because they want to log in. */
export function wantLogin(): void {
  loginWanted.value = '';
}

/** Forgets the login, and everything else that the page knows. */
export function logOut(): void {
  sessionStorage.removeItem(STORED);
  globalThis.location.reload();
}

/**
 * Asks the service for something. When it wants a login, the reader is asked for one.
 * @throws what the client throws
 */
export async function ask<T>(question: (client: Client) => Promise<T>): Promise<T> {
  const asked = client.peek();
  try {
    const answer = await question(asked);
    silentSince.value = undefined;
    return answer;
  } catch (error) {
    if (error instanceof TargetEyeError) {
      if (error.status === 401 && asked === client.peek()) loginWanted.value = failureText(error);
      silentSince.value = isSilence(error) ? (silentSince.peek() ?? Date.now()) : undefined;
    }
    throw error;
  }
}
