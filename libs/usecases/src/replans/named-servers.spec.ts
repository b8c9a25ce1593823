import type { ReplanPlan, StuckVm } from '@iopath/core';
import { aCloudServer, anObservedServer } from '@iopath/testing';
import { withServerNames } from './named-servers';

const SERVER = aCloudServer({ name: 'db-1', projectId: 'p7' });

function stuck(code: string, serverId: string): StuckVm {
  return {
    vm: { reservationId: serverId, recommendationId: null, member: 0, serverId, name: serverId, projectId: '' },
    hostName: 'compute-1',
    code,
    detail: '',
    rejections: [],
    relaxations: [],
    inTheWay: [],
  };
}

const servers = {
  get: (id: string) =>
    Promise.resolve(
      id === SERVER.id
        ? { observed: anObservedServer(SERVER), topologyOfMs: null, firstSeenAtMs: 0, lastSeenAtMs: 0, claims: [] }
        : null,
    ),
};

it('gives servers that are not the advisor’s their names, as far as a synchronisation saw them', async () => {
  const all = [stuck('vm.not_ours', SERVER.id), stuck('vm.not_ours', 'unseen'), stuck('vm.no_place', SERVER.id)];
  const plan = { kind: 'plan', stuck: all } as unknown as ReplanPlan;
  const named = (await withServerNames(plan, servers)) as ReplanPlan;

  expect(named.stuck.map(({ vm }) => `${vm.name} of ${vm.projectId}`)).toEqual([
    'db-1 of p7',
    'unseen of ',
    `${SERVER.id} of `,
  ]);
});
