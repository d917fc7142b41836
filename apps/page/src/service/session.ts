import { computed, signal } from '@preact/signals';
import { type Client, createClient, TargetEyeError } from '@target-eye/client';
import { quietFetch } from './fetch.js';

/** Who one says to be: a token, or a user and a password. */
export type Login = { readonly token: string } | { readonly user: string; readonly password: string };

/** Where the login is kept: the browser forgets it with the tab. */
const STORED = 'target-eye-login';

const stored = signal<Login | undefined>(readStored());

/** The login that requests are sent with; `undefined` for none. */
export const login = computed(() => stored.value);

/** Why a login is asked for, a sentence of the service; `undefined` while none is. */
export const loginWanted = signal<string | undefined>(undefined);

/** The service that has sent this page. */
const client = computed<Client>(() =>
  createClient({ url: '.', fetch: quietFetch, retries: { attempts: 2, firstPause: 300 }, ...stored.value }),
);

function readStored(): Login | undefined {
  const text = sessionStorage.getItem(STORED);
  return text === null ? undefined : (JSON.parse(text) as Login);
}

/** Sends the login with every request from now on. */
export function logIn(login: Login): void {
  sessionStorage.setItem(STORED, JSON.stringify(login));
  stored.value = login;
  loginWanted.value = undefined;
}

/** Forgets the login. */
export function logOut(): void {
  sessionStorage.removeItem(STORED);
  stored.value = undefined;
}

/**
 * Asks the service for something. When it wants a login, the reader is asked for one.
 * @throws what the client throws
 */
export async function ask<T>(question: (client: Client) => Promise<T>): Promise<T> {
  const asked = client.peek();
  try {
    return await question(asked);
  } catch (error) {
    if (error instanceof TargetEyeError && error.status === 401 && asked === client.peek())
      loginWanted.value = error.message;
    throw error;
  }
}
