import type { PfFacts } from '@iopath/core';
import { ScriptedMachine } from '../machine/scripted-machine.fixture';
import { ethtool } from './ethtool.probe';

const PF: PfFacts = { address: '0000:3b:00.0', ifname: 'ens1f0', vfs: [] };

/** `ethtool -l` as ethtool writes it, with these counts (ethtool.c `dump_channels`). */
function channels(maximum: readonly string[], current: readonly string[]): string {
  const block = ([rx, tx, other, combined]: readonly string[]) =>
    `RX:\t\t${rx}\nTX:\t\t${tx}\nOther:\t\t${other}\nCombined:\t${combined}\n`;
  return `Channel parameters for ens1f0:\nPre-set maximums:\n${block(maximum)}Current hardware settings:\n${block(current)}`;
}

function machineWith(text: string): ScriptedMachine {
  return new ScriptedMachine()
    .writes('ethtool -l ens1f0', text)
    .writes(
      'ethtool -i ens1f0',
      'driver: ice\nversion: 6.8.0\nfirmware-version: 4.40 0x8001c967 1.3534.0\nbus-info: 0000:3b:00.0\n',
    )
    .writes('ethtool --json -k ens1f0', '[ {"ifname":"ens1f0","hw-tc-offload":{"active":true,"fixed":false}} ]');
}

async function pfOn(machine: ScriptedMachine, pf: PfFacts = PF) {
  const facts = await ethtool.look(machine, { pfs: [pf] });
  return { pf: facts.pfs?.[0], unseen: facts.unseen };
}

describe('what ethtool tells of a NIC', () => {
  it('tells the queues that are on and those that could be, firmware and flow offload', async () => {
    const { pf, unseen } = await pfOn(machineWith(channels(['n/a', 'n/a', '1', '112'], ['n/a', 'n/a', '1', '64'])));

    expect(pf).toEqual({
      address: '0000:3b:00.0',
      combinedQueues: 64,
      combinedQueuesMax: 112,
      firmwareVersion: '4.40 0x8001c967 1.3534.0',
      hwTcOffload: true,
      vfs: [],
    });
    expect(unseen).toEqual([]);
  });

  it('counts pairs where a driver separates the directions', async () => {
    const { pf } = await pfOn(machineWith(channels(['8', '16', '0', '0'], ['4', '2', 'n/a', 'n/a'])));

    expect(pf).toMatchObject({ combinedQueues: 2, combinedQueuesMax: 8 });
  });

  it('takes the combined channels where a driver tells both', async () => {
    const { pf } = await pfOn(machineWith(channels(['74', '74', '0', '148'], ['0', '0', '0', '74'])));

    expect(pf).toMatchObject({ combinedQueues: 74, combinedQueuesMax: 148 });
  });

  it('says that a driver does not tell its channels', async () => {
    const machine = machineWith('').refuses('ethtool -l ens1f0', 'netlink error: Operation not supported\n', 1);

    const { pf, unseen } = await pfOn(machine);

    expect(pf).not.toHaveProperty('combinedQueuesMax');
    expect(unseen).toEqual([
      { fact: 'pfs.combined_queues_max', reason: 'not_told', detail: 'ethtool -l ens1f0: its driver does not tell' },
    ]);
  });

  it('says that it may not ask', async () => {
    const machine = machineWith('').refuses(
      'ethtool -l ens1f0',
      'Cannot get device channel parameters\n: Operation not permitted\n',
    );

    const { unseen } = await pfOn(machine);

    expect(unseen).toMatchObject([{ fact: 'pfs.combined_queues_max', reason: 'no_permission' }]);
  });

  it('reads features as text where this ethtool writes no JSON of them', async () => {
    const machine = machineWith(channels(['0', '0', '0', '8'], ['0', '0', '0', '8']))
      .refuses('ethtool --json -k ens1f0', 'ethtool: bad command line argument(s)\n')
      .writes('ethtool -k ens1f0', 'Features for ens1f0:\nrx-checksumming: on\nhw-tc-offload: off [requested on]\n');

    expect((await pfOn(machine)).pf).toMatchObject({ hwTcOffload: false });
  });

  it('asks for VFs that the host drives, and keeps the names of the others', async () => {
    const machine = machineWith(channels(['0', '0', '0', '8'], ['0', '0', '0', '8'])).writes(
      'ethtool -l ens1f0v1',
      channels(['n/a', 'n/a', '1', '16'], ['n/a', 'n/a', '1', '4']),
    );
    const vfs = [{ address: '0000:3b:02.0' }, { address: '0000:3b:02.1', ifname: 'ens1f0v1' }];

    const { pf } = await pfOn(machine, { ...PF, vfs });

    expect(pf?.vfs).toEqual([{ address: '0000:3b:02.0' }, { address: '0000:3b:02.1', queues: 4, queuesMax: 16 }]);
  });

  it('tells once what is the same of many VFs', async () => {
    const machine = machineWith(channels(['0', '0', '0', '8'], ['0', '0', '0', '8']));
    const vfs = [0, 1, 2].map((index) => ({ address: `0000:3b:02.${index}`, ifname: `ens1f0v${index}` }));
    for (const { ifname } of vfs) machine.refuses(`ethtool -l ${ifname}`, 'netlink error: Operation not supported\n');

    const { unseen } = await pfOn(machine, { ...PF, vfs });

    const detail = 'ethtool -l ens1f0v0: its driver does not tell (and of 2 more)';
    expect(unseen).toEqual([{ fact: 'pfs.vfs.queues_max', reason: 'not_told', detail }]);
  });

  it('tells of a missing ethtool once, however many NICs there are', async () => {
    const pfs = ['a', 'b', 'c'].map((ifname, index) => ({ address: `0000:3b:00.${index}`, ifname }));

    const { unseen } = await ethtool.look(new ScriptedMachine(), { pfs });

    expect(unseen).toEqual(
      ['pfs.combined_queues_max', 'pfs.firmware_version', 'pfs.hw_tc_offload'].map((fact) => ({
        fact,
        reason: 'tool_missing',
        detail: 'ethtool: not installed',
      })),
    );
  });
});
