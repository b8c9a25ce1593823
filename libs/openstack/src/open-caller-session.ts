import { setTimeout as sleep } from 'node:timers/promises';
import { Caller } from './call/caller';
import { Transport } from './call/transport';
import type { CloudAccess, Revealable } from './cloud-access';
import { DEFAULT_LIMITS, type CloudOptions } from './cloud-options';
import { findForeignEndpoint, readCatalog } from './session/catalog';
import { discover } from './session/discovery';
import { IDENTITY, Session } from './session/session';
import { WireRecord } from './wire/wire-record';

/** Who speaks to a service that is registered in the cloud's catalog, and how Keystone is reached. */
export type CallerSessionAccess = Omit<CloudAccess, 'credentials'> & {
  readonly credentials: CloudAccess['credentials'] | { readonly kind: 'token'; readonly token: Revealable };
};

/** A client's own session: a token to send, and where services are. */
export interface CallerSession {
  /** @throws CloudError when Keystone cannot be reached, or refuses the credentials */
  token(): Promise<string>;
  /** Another token than this one, which a service has refused; the same one where there is no other. */
  renewed(refused: string): Promise<string>;
  /**
   * Where the catalog of the token has a service of this type, as it is written there.
   *
   * @throws CloudError when it has none, telling what it has instead
   */
  endpointOf(serviceType: string): Promise<string>;
  close(): Promise<void>;
}

/** For who calls a service of the cloud by himself, in difference to {@link openCloud}. Nothing is asked before it is needed. */
export function openCallerSession(access: CallerSessionAccess, options: CloudOptions = {}): CallerSession {
  const { clock = Date.now, pause = (ms) => sleep(ms), random = Math.random } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const transport = new Transport(access.tls, limits);
  const caller = new Caller(transport, { ...options, limits, clock, pause, random });
  const { credentials } = access;
  const close = () => transport.close();
  if (credentials.kind === 'token') {
    const token = credentials.token.reveal();
    return {
      token: () => Promise.resolve(token),
      renewed: () => Promise.resolve(token),
      endpointOf: async (type) => findForeignEndpoint(await catalogOf(token, access, caller), type, access),
      close,
    };
  }
  const session = new Session({ ...access, credentials }, caller, clock);
  return {
    token: async () => (await session.token()).value,
    renewed: async (refused) => {
      const held = await session.token();
      return (held.value === refused ? await session.renewed(held) : held).value;
    },
    endpointOf: async (type) => findForeignEndpoint((await session.token()).catalog, type, access),
    close,
  };
}

/** `GET /v3/auth/catalog`: what a token that was not issued to us would have brought along. */
async function catalogOf(token: string, access: CallerSessionAccess, caller: Caller) {
  const { url } = await discover(access.endpointOverrides.identity ?? access.authUrl, IDENTITY, caller, null);
  const answer = await caller.call({
    service: 'identity',
    method: 'GET',
    url: new URL(`${url}/auth/catalog`),
    headers: { 'x-auth-token': token },
  });
  return readCatalog(WireRecord.of(answer.json, 'identity', 'answer'));
}
