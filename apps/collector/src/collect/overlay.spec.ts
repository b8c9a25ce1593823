import { BadOverlay, readOverlay } from './overlay';

const SEEN = { pfs: [{ address: '0000:3b:00.0', ifname: 'ens1f0' }, { address: '0000:3b:00.1' }] };

describe('what an operator tells of a host', () => {
  it('is its place, and the networks of its NICs by interface or address', () => {
    const overlay = `
rack: r12
availability_zone: az1
aggregates: [sriov, gold]
pfs:
  - {ifname: ens1f0, physical_network: physnet1}
  - {address: '0000:3B:00.1', physical_network: physnet2, packet_rate_kpps: 12000}
`;

    expect(readOverlay(overlay, SEEN)).toMatchObject({
      source: 'operator',
      settings: { rack: 'r12', availabilityZone: 'az1', aggregates: ['sriov', 'gold'] },
      pfs: [
        { address: '0000:3b:00.0', physicalNetwork: 'physnet1' },
        { address: '0000:3b:00.1', physicalNetwork: 'physnet2', packetRateKpps: 12_000 },
      ],
      warnings: [],
    });
  });

  it('may name a NIC that is not there any more', () => {
    const { pfs, warnings } = readOverlay('pfs: [{ifname: ens9, physical_network: physnet1}]', SEEN);

    expect([pfs, warnings]).toEqual([[], ['overlay pfs[0]: the host has no such NIC']]);
  });

  it('may be empty, or JSON', () => {
    expect(readOverlay('', SEEN).settings).toEqual({});
    expect(readOverlay('{"rack": "r1"}', SEEN).settings).toEqual({ rack: 'r1' });
  });

  it.each([
    ['numa_nodes: []', '"numa_nodes" is not told by an overlay'],
    ['rack: [a]', 'rack: not a text'],
    ['rack: 12', 'rack: not a text'],
    ['pfs: {}', 'pfs: not a list'],
    ['pfs: [{physical_network: a}]', 'pfs[0]: neither address nor ifname'],
    ['pfs: [{address: 3b:00.0}]', 'pfs[0].address'],
    ['pfs: [{ifname: ens1f0, speed: 7}]', '"speed" is not told'],
    ['pfs: [{ifname: ens1f0, packet_rate_kpps: -7}]', 'packet_rate_kpps'],
    ['- a', 'the overlay: not a list of named facts'],
    ['a: &a [*a, *a]', 'not YAML'],
    ['{', 'not YAML'],
  ])('is refused where it tells something else: %s', (overlay, why) => {
    expect(() => readOverlay(overlay, SEEN)).toThrow(BadOverlay);
    expect(() => readOverlay(overlay, SEEN)).toThrow(why);
  });
});
