import type { ReplanStep } from '@iopath/core';
import type { CloudCall } from '../../ports/cloud-writer.port';

/** What a step asks of the cloud, as its API takes it and as an operator types it; both empty where only the ledger moves. */
export interface StepCalls {
  readonly calls: readonly CloudCall[];
  readonly commands: readonly string[];
}

/** The flavor of a resize, where it is not looked up: its id is the cloud's. */
const FLAVOR = '{flavor}';

/**
 * The calls of a step, in order. Nova checks the target's room by itself in each of them: none is forced
 * (`nova/api/openstack/compute/migrate_server.py`, `evacuate.py`, `servers.py`). A resize takes no host (`nova/compute/api.py
 * resize`): where Nova chooses another one it is reverted.
 *
 * @param serverId Nova's id of the server; null where nobody told of one
 */
export function stepCalls(
  step: Pick<ReplanStep, 'action' | 'toHost' | 'placement'>,
  serverId: string | null,
): StepCalls {
  const server = serverId ?? '{server}';
  const call = (body: unknown, microversion: string): CloudCall => {
    return { service: 'compute', method: 'POST', path: `/servers/${server}/action`, body, microversion };
  };
  const host = shellWord(step.toHost);
  const confirm = call({ confirmResize: null }, '2.1');
  switch (step.action) {
    case 'none':
      return { calls: [], commands: [] };
    case 'migrate':
      return {
        calls: [call(moveBody(step), '2.56'), confirm],
        commands: [
          `openstack --os-compute-api-version 2.56 server migrate --host ${host} --wait ${server}`,
          `openstack server migration confirm ${server}`,
        ],
      };
    case 'os-migrateLive':
      return {
        calls: [call(moveBody(step), '2.30')],
        commands: [
          `openstack --os-compute-api-version 2.30 server migrate --live-migration --host ${host} --wait ${server}`,
        ],
      };
    case 'resize':
      return {
        calls: [call(moveBody(step, FLAVOR), '2.1'), confirm],
        commands: [
          `openstack server resize --flavor <flavor> --wait ${server}`,
          `openstack server resize confirm ${server}`,
        ],
      };
    case 'evacuate':
      return {
        calls: [call(moveBody(step), '2.29')],
        commands: [`openstack --os-compute-api-version 2.29 server evacuate --host ${host} --wait ${server}`],
      };
  }
}

/**
 * The body of the call that moves the server.
 *
 * @param flavorId of a resize
 */
export function moveBody(
  { action, toHost }: Pick<ReplanStep, 'action' | 'toHost'>,
  flavorId?: string,
): Readonly<Record<string, unknown>> {
  switch (action) {
    case 'none':
      throw new Error('Nothing is asked of the cloud for a move in the ledger.');
    case 'migrate':
      return { migrate: { host: toHost } };
    case 'os-migrateLive':
      return { 'os-migrateLive': { host: toHost, block_migration: 'auto' } };
    case 'resize':
      return { resize: { flavorRef: flavorId } };
    case 'evacuate':
      return { evacuate: { host: toHost } };
  }
}

/** Host names are plain as a rule; what is not is quoted for a shell. */
function shellWord(text: string): string {
  return /^[\w.:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
