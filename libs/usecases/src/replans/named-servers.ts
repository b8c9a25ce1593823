import type { ReplanResult, StuckVm } from '@iopath/core';
import type { CloudServerStore } from '../ports/cloud-server-store.port';

/**
 * The result with the names of servers that the advisor did not place and that are in the way: of their claims, which are
 * all that planning sees of them, only ids are known.
 */
export async function withServerNames(
  result: ReplanResult,
  servers: Pick<CloudServerStore, 'get'>,
): Promise<ReplanResult> {
  if (result.kind !== 'plan') return result;
  const stuck: StuckVm[] = [];
  for (const each of result.stuck) stuck.push(each.code === 'vm.not_ours' ? await named(each, servers) : each);
  return { ...result, stuck };
}

async function named(stuck: StuckVm, servers: Pick<CloudServerStore, 'get'>): Promise<StuckVm> {
  const { vm } = stuck;
  const seen = vm.serverId === null ? null : await servers.get(vm.serverId);
  if (seen === null) return stuck;
  const { name, projectId } = seen.observed.server;
  return { ...stuck, vm: { ...vm, name, projectId } };
}
