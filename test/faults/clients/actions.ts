import type { Random } from '@iopath/testing';
import type { Board } from './board';
import { hostNames, inventoryOf, VF_ADDRESSES } from './fleet';
import type { Answered, Call, HttpClient } from './http-client';
import { requestBody, type RequestLimits } from './request-body';

/** What an action works with. */
export interface Surroundings extends RequestLimits {
  readonly random: Random;
  readonly board: Board;
  readonly http: HttpClient;
  /** Base URLs of the APIs. */
  readonly apis: readonly string[];
  readonly hosts: number;
  /** Unique in the run. */
  readonly stepName: string;
}

/** One thing that a client may do; false when there was nothing to do it to. */
export type Action = (surroundings: Surroundings) => Promise<boolean>;

const HANG_UP = 0.03;
const ANOTHER_SERVER = 0.1;
const WITH_GENERATION = 0.3;
const SWEPT_WITHIN_MS = 2_000;

const RECOMMENDATIONS = '/v1/recommendations';
const ALLOCATIONS = '/v1/allocations';

/** Sends to any API that takes it; now and then hangs up before the answer. */
async function call(surroundings: Surroundings, what: Call, count = 1): Promise<Answered> {
  const { random, http, apis, board } = surroundings;
  const hurry = random.chance(HANG_UP) ? { hangUpAfterMs: random.integer(1, 60) } : {};
  const first = random.integer(0, apis.length - 1);
  for (let tries = 1; ; tries++) {
    const answered = await http.send(apis[(first + tries) % apis.length] ?? '', { ...what, ...hurry });
    const { outcome } = answered.operation;
    if (outcome.kind !== 'refused' || outcome.code !== 'connection.refused' || tries === apis.length) {
      board.learn(answered.operation, count);
      return answered;
    }
  }
}

/** With a key, an answer that is lost is asked for again; without one, the client can but give up. */
export const create: Action = async (surroundings) => {
  const { random, stepName } = surroundings;
  const body = requestBody(random, stepName, surroundings);
  const key = random.chance(0.6) ? stepName : null;
  const headers: Record<string, string> = {
    ...(random.chance(0.5) ? { prefer: `wait=${random.integer(1, 5)}` } : {}),
    ...(key === null ? {} : { 'idempotency-key': key }),
  };
  const what: Call = {
    kind: 'create',
    target: null,
    method: 'POST',
    path: RECOMMENDATIONS,
    body,
    headers,
    input: { project_id: body.project_id, count: body.count, idempotency_key: key },
  };
  for (let tries = key === null ? 1 : 3; tries > 0; tries--) {
    const { operation } = await call(surroundings, what, body.count);
    if (operation.outcome.kind !== 'indeterminate' && !random.chance(0.1)) break;
  }
  return true;
};

export const poll: Action = async (surroundings) => {
  const { board, random } = surroundings;
  const isOpen = (status: string) => status === 'queued' || status === 'scoring';
  const wantsOpen = random.chance(0.7);
  const one =
    board.recommendation(random, ({ status }) => !wantsOpen || isOpen(status)) ??
    board.recommendation(random, () => true);
  if (one === null) return false;
  await call(surroundings, { kind: 'poll', target: one.id, method: 'GET', path: `${RECOMMENDATIONS}/${one.id}` });
  return true;
};

export const getAllocation: Action = async (surroundings) => {
  const one = surroundings.board.allocation(surroundings.random, () => true);
  if (one === null) return false;
  await call(surroundings, { kind: 'get_allocation', target: one.id, method: 'GET', path: `${ALLOCATIONS}/${one.id}` });
  return true;
};

export const listAllocations: Action = async (surroundings) => {
  const { random, hosts } = surroundings;
  const path = `${ALLOCATIONS}?limit=50&host_name=${random.pick(hostNames(hosts))}`;
  await call(surroundings, { kind: 'list_allocations', target: null, method: 'GET', path });
  return true;
};

export const listRecommendations: Action = async (surroundings) => {
  await call(surroundings, {
    kind: 'list_recommendations',
    target: null,
    method: 'GET',
    path: `${RECOMMENDATIONS}?limit=10`,
  });
  return true;
};

/** Often in time, sometimes late on purpose, sometimes twice, sometimes for a server that is not the one. */
export const confirm: Action = async (surroundings) => {
  const { board, random } = surroundings;
  const wantsReserved = random.chance(0.8);
  const one = board.allocation(random, ({ state }) => !wantsReserved || state === 'reserved');
  if (one === null) return false;
  const serverId = random.chance(ANOTHER_SERVER) ? 'another-server' : `server-${one.reservationId}`;
  const generation = random.chance(WITH_GENERATION) ? { generation: one.generation } : {};
  const body = { server_id: serverId, ...generation };
  const what: Call = {
    kind: 'confirm',
    target: one.id,
    method: 'POST',
    path: `${ALLOCATIONS}/${one.id}:confirm`,
    body,
  };
  await call(surroundings, what);
  if (random.chance(0.1)) await call(surroundings, what);
  return true;
};

/** Of a reservation whose end is over by the client's own clock, rather before than after it was swept. */
export const confirmLate: Action = async (surroundings) => {
  const { board, random } = surroundings;
  const since = random.chance(0.7) ? Date.now() - SWEPT_WITHIN_MS : 0;
  const isOver = (endMs: number | null) => endMs !== null && endMs < Date.now() && endMs > since;
  const one = board.allocation(random, ({ state, expiresAtMs }) => state === 'reserved' && isOver(expiresAtMs));
  if (one === null) return false;
  const body = { server_id: `server-${one.reservationId}` };
  await call(surroundings, {
    kind: 'confirm',
    target: one.id,
    method: 'POST',
    path: `${ALLOCATIONS}/${one.id}:confirm`,
    body,
  });
  return true;
};

export const confirmAll: Action = async (surroundings) => {
  const { board, random } = surroundings;
  const one = board.recommendation(random, ({ isHeld }) => isHeld);
  if (one === null) return false;
  const server = random.chance(ANOTHER_SERVER) ? 'another' : 'server';
  const body = { server_ids: Array.from({ length: one.count }, (_, member) => `${server}-${one.id}-${member}`) };
  const path = `${RECOMMENDATIONS}/${one.id}:confirm`;
  await call(surroundings, { kind: 'confirm_all', target: one.id, method: 'POST', path, body });
  return true;
};

export const release: Action = async (surroundings) => {
  const { board, random } = surroundings;
  const one = board.allocation(random, ({ state }) => state !== 'released' || random.chance(0.1));
  if (one === null) return false;
  const what: Call = { kind: 'release', target: one.id, method: 'POST', path: `${ALLOCATIONS}/${one.id}:release` };
  await call(surroundings, what);
  if (random.chance(0.2)) await call(surroundings, what);
  return true;
};

export const releaseAll: Action = async (surroundings) => {
  const { board, random } = surroundings;
  const one = board.recommendation(random, ({ isHeld }) => isHeld);
  if (one === null) return false;
  const path = `${RECOMMENDATIONS}/${one.id}:release`;
  await call(surroundings, { kind: 'release_all', target: one.id, method: 'POST', path });
  return true;
};

export const reserve: Action = async (surroundings) => {
  const { board, random, stepName } = surroundings;
  const one = board.recommendation(
    random,
    ({ isHeld, status }) => status === 'ready' && (!isHeld || random.chance(0.05)),
  );
  if (one === null) return false;
  const headers: Record<string, string> = random.chance(0.5) ? { 'idempotency-key': stepName } : {};
  const path = `${RECOMMENDATIONS}/${one.id}:reserve`;
  const what: Call = { kind: 'reserve', target: one.id, method: 'POST', path, headers };
  const { operation } = await call(surroundings, what);
  if (operation.outcome.kind === 'indeterminate' && 'idempotency-key' in headers) await call(surroundings, what);
  return true;
};

export const renew: Action = async (surroundings) => {
  const { board, random, ttlS } = surroundings;
  const one = board.allocation(random, ({ state }) => state === 'reserved' || random.chance(0.1));
  if (one === null) return false;
  const body = {
    ttl_s: random.integer(...ttlS),
    ...(random.chance(WITH_GENERATION) ? { generation: one.generation } : {}),
  };
  await call(surroundings, {
    kind: 'renew',
    target: one.id,
    method: 'POST',
    path: `${ALLOCATIONS}/${one.id}:renew`,
    body,
  });
  return true;
};

export const renewAll: Action = async (surroundings) => {
  const { board, random, ttlS } = surroundings;
  const one = board.recommendation(random, ({ isHeld }) => isHeld);
  if (one === null) return false;
  const body = { ttl_s: random.integer(...ttlS) };
  const path = `${RECOMMENDATIONS}/${one.id}:renew`;
  await call(surroundings, { kind: 'renew_all', target: one.id, method: 'POST', path, body });
  return true;
};

/** One consumer to another host, or two at once, all or nothing. */
export const swap: Action = async (surroundings) => {
  const { board, random, hosts, stepName } = surroundings;
  const isMovable = ({ isHeld, count }: { readonly isHeld: boolean; readonly count: number }) => isHeld && count === 1;
  const picked = [
    board.recommendation(random, isMovable),
    random.chance(0.5) ? board.recommendation(random, isMovable) : null,
  ];
  const ids = [...new Set(picked.flatMap((one) => one?.id ?? []))];
  if (ids.length === 0) return false;
  const moves = ids.map((id) => ({
    recommendation_id: id,
    member: 0,
    to_host: random.chance(0.5) ? random.pick(hostNames(hosts)) : null,
  }));
  const headers: Record<string, string> = random.chance(0.5) ? { 'idempotency-key': stepName } : {};
  const body = { moves, reason: 'fault test' };
  const what: Call = { kind: 'swap', target: null, method: 'POST', path: `${ALLOCATIONS}:swap`, body, headers };
  const { operation } = await call(surroundings, what);
  if (operation.outcome.kind === 'indeterminate' && 'idempotency-key' in headers) await call(surroundings, what);
  return true;
};

/** VFs vanish and come back. */
export const putInventory: Action = async (surroundings) => {
  const { random, hosts, apis } = surroundings;
  const hostName = random.pick(hostNames(hosts));
  const missing = random.chance(0.5) ? VF_ADDRESSES.filter(() => random.chance(0.15)) : [];
  const generation = await generationOf(random.pick(apis), hostName);
  const body = inventoryOf(random.chance(0.1) ? 1 : generation, missing);
  const path = `/v1/hosts/${hostName}/inventory`;
  await call(surroundings, { kind: 'put_inventory', target: hostName, method: 'PUT', path, body, input: { missing } });
  return true;
};

/** Hosts drain and come back, mostly at once. */
export const setHostState: Action = async (surroundings) => {
  const { random, hosts, apis } = surroundings;
  const hostName = random.pick(hostNames(hosts));
  const generation = await generationOf(random.pick(apis), hostName);
  if (generation === null) return false;
  const body = { state: random.weighted({ active: 75, draining: 15, disabled: 10 }), generation };
  await call(surroundings, {
    kind: 'set_host_state',
    target: hostName,
    method: 'PATCH',
    path: `/v1/hosts/${hostName}`,
    body,
  });
  return true;
};

export const quarantine: Action = async (surroundings) => {
  const { random, hosts } = surroundings;
  const body = {
    host_name: random.pick(hostNames(hosts)),
    device_address: random.pick(VF_ADDRESSES),
    note: 'fault test',
  };
  await call(surroundings, {
    kind: 'quarantine',
    target: body.host_name,
    method: 'POST',
    path: '/v1/quarantines',
    body,
  });
  return true;
};

/** Clears what is found in quarantine, so that devices come back. */
export const clearQuarantine: Action = async (surroundings) => {
  const path = '/v1/quarantines?limit=20&state=open';
  const { body } = await call(surroundings, { kind: 'list_quarantines', target: null, method: 'GET', path });
  const { quarantines = [] } = (body ?? {}) as { readonly quarantines?: readonly { readonly id: string }[] };
  for (const { id } of quarantines.slice(0, 3)) {
    await call(surroundings, {
      kind: 'clear_quarantine',
      target: id,
      method: 'POST',
      path: `/v1/quarantines/${id}:clear`,
    });
  }
  return quarantines.length > 0;
};

export const readHistory: Action = async (surroundings) => {
  const one = surroundings.board.recommendation(surroundings.random, ({ status }) => status === 'ready');
  if (one === null) return false;
  const path = `${RECOMMENDATIONS}/${one.id}/history`;
  await call(surroundings, { kind: 'history', target: one.id, method: 'GET', path });
  return true;
};

async function generationOf(apiUrl: string, hostName: string): Promise<number | null> {
  try {
    const answer = await fetch(`${apiUrl}/v1/hosts/${hostName}`, { signal: AbortSignal.timeout(5_000) });
    const { generation } = (await answer.json()) as { readonly generation?: number };
    return generation ?? null;
  } catch {
    return null;
  }
}
