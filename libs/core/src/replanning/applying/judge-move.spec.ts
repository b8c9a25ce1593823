import { aCloudServer } from '@iopath/testing';
import type { CloudServer } from '../../cloud/cloud-records';
import { judgeMove } from './judge-move';

const COLD = { fromHost: 'compute-1', toHost: 'compute-2', action: 'migrate' } as const;
const SOURCE = { host: 'compute-1', hypervisorHostname: 'compute-1.example' };
const TARGET = { host: 'compute-2', hypervisorHostname: 'compute-2.example' };
const THIRD = { host: 'compute-3', hypervisorHostname: 'compute-3.example' };

describe('judgeMove', () => {
  it.each<[string, Partial<CloudServer>, boolean, object]>([
    ['asks for the move of a server that rests where it was', SOURCE, false, { kind: 'ask' }],
    ['asks for that of a stopped one', { ...SOURCE, status: 'SHUTOFF' }, false, { kind: 'ask' }],
    ['waits while Nova prepares', { ...SOURCE, taskState: 'resize_prep' }, true, { kind: 'wait' }],
    ['waits while Nova moves', { ...SOURCE, status: 'MIGRATING', taskState: 'migrating' }, true, { kind: 'wait' }],
    [
      'waits while Nova builds again',
      { ...TARGET, status: 'REBUILD', taskState: 'rebuilding' },
      true,
      { kind: 'wait' },
    ],
    ['confirms on the target', { ...TARGET, status: 'VERIFY_RESIZE' }, true, { kind: 'confirm' }],
    ['confirms once only', { ...TARGET, status: 'VERIFY_RESIZE', taskState: 'x' }, true, { kind: 'wait' }],
    ['takes back what went elsewhere', { ...THIRD, status: 'VERIFY_RESIZE' }, true, { kind: 'revert' }],
    ['has it there when it rests on the target', TARGET, true, { kind: 'arrived' }],
    [
      'has it there by whichever name the host goes',
      { ...TARGET, host: 'c2', hypervisorHostname: 'compute-2' },
      true,
      { kind: 'arrived' },
    ],
    ['has it there though nobody asked', TARGET, false, { kind: 'arrived' }],
  ])('%s', (_what, server, wasAsked, verdict) => {
    expect(judgeMove(COLD, { server: aCloudServer(server), wasAsked })).toMatchObject(verdict);
  });

  it.each<[string, Partial<CloudServer>, object]>([
    ['Nova gave up', { ...SOURCE, faultMessage: 'No valid host' }, { code: 'step.not_moved', isOnTarget: false }],
    ['it rests on a third host', THIRD, { code: 'step.server_elsewhere', isOnTarget: false }],
    ['it broke where it was', { ...SOURCE, status: 'ERROR' }, { code: 'step.server_in_error', isOnTarget: false }],
    ['it broke where it went', { ...TARGET, status: 'ERROR' }, { code: 'step.server_in_error', isOnTarget: true }],
    ['it was shelved meanwhile', { host: null, status: 'SHELVED_OFFLOADED' }, { code: 'step.server_elsewhere' }],
    ['it is being deleted', { ...SOURCE, status: 'DELETED' }, { code: 'step.server_gone' }],
  ])('has failed when %s', (_why, server, verdict) => {
    expect(judgeMove(COLD, { server: aCloudServer(server), wasAsked: true })).toMatchObject({
      kind: 'failed',
      ...verdict,
    });
  });

  it('has failed when the server is gone', () => {
    expect(judgeMove(COLD, { server: null, wasAsked: true })).toMatchObject({
      kind: 'failed',
      code: 'step.server_gone',
    });
  });

  it('evacuates a server that broke with its host', () => {
    const server = aCloudServer({ ...SOURCE, status: 'ERROR' });
    expect(judgeMove({ ...COLD, action: 'evacuate' }, { server, wasAsked: false })).toEqual({ kind: 'ask' });
  });
});
