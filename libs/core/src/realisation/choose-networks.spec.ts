import { aCloudNetwork, aPortAnswer } from '@iopath/testing';
import { chooseNetworks } from './choose-networks';

const DATA = aPortAnswer();
const NET = aCloudNetwork();

function faultsOf(chosen: ReturnType<typeof chooseNetworks>) {
  return chosen.ok ? [] : chosen.faults.map(({ pointer, code }) => [pointer, code]);
}

describe('the network of a NIC', () => {
  it('is the only one of the project on the physical network', () => {
    const other = aCloudNetwork({ id: 'n2' }, 'physnet2');
    const foreign = aCloudNetwork({ id: 'n3', shared: false, projectId: 'p2' });

    expect(chooseNetworks([DATA], null, ['p1'], [NET, other, foreign])).toEqual({
      ok: true,
      networkIds: { data: NET.id },
    });
  });

  it('has to be named when several would do, and they are told', () => {
    const chosen = chooseNetworks(
      [DATA],
      null,
      ['p1'],
      [NET, aCloudNetwork({ id: 'n2', shared: false, projectId: 'p1' })],
    );

    expect(faultsOf(chosen)).toEqual([['/networks/data', 'network.ambiguous']]);
    expect(JSON.stringify(chosen)).toContain('name one of bbbbbbbb-0000-4000-8000-000000000001 (data-net), n2');
  });

  it('has to be named when only others have one, and theirs are told', () => {
    const chosen = chooseNetworks([DATA], null, ['p1'], [aCloudNetwork({ id: 'n3', shared: false, projectId: 'p2' })]);

    expect(faultsOf(chosen)).toEqual([['/networks/data', 'network.none']]);
    expect(JSON.stringify(chosen)).toContain('n3');
  });

  it('is the one that was named, if it is on the physical network that was planned with', () => {
    const foreign = aCloudNetwork({ id: 'n3', shared: false, projectId: 'p2' }, 'PhysNet1');

    expect(chooseNetworks([DATA], { data: 'n3' }, [], [foreign])).toEqual({ ok: true, networkIds: { data: 'n3' } });
    expect(faultsOf(chooseNetworks([DATA], { data: 'n3' }, [], [aCloudNetwork({ id: 'n3' }, 'physnet2')]))).toEqual([
      ['/networks/data', 'network.other_physical_network'],
    ]);
    expect(faultsOf(chooseNetworks([DATA], { data: 'gone' }, [], [NET]))).toEqual([
      ['/networks/data', 'network.not_found'],
    ]);
  });

  it('is a tunnelled one for a NIC without physical network', () => {
    const tunnel = aCloudNetwork({ id: 't' }, null);

    expect(chooseNetworks([aPortAnswer({ physicalNetwork: null })], null, ['p1'], [NET, tunnel])).toMatchObject({
      networkIds: { data: 't' },
    });
  });

  it('is refused for a NIC that the request does not have, its name escaped', () => {
    expect(faultsOf(chooseNetworks([DATA], { data: NET.id, 'a/b~': NET.id }, ['p1'], [NET]))).toEqual([
      ['/networks/a~1b~0', 'network.unknown_nic'],
    ]);
  });
});
