import type { InventoryFacts, PfFacts, VfFacts } from '@iopath/core';
import fc from 'fast-check';
import { UnreadableImport } from '../import/import-reader';
import { sriovNodeStateReader } from './sriov-nodestate-reader';

const PF = {
  pciAddress: '0000:3b:00.0',
  name: 'ens1f0',
  vendor: '15b3',
  deviceID: '101d',
  driver: 'mlx5_core',
  mtu: 9000,
  totalvfs: 8,
  linkSpeed: '100000 Mb/s',
  linkType: 'ETH',
  eSwitchMode: 'switchdev',
};
const VF = {
  pciAddress: '0000:3b:00.2',
  vfID: 0,
  vendor: '15b3',
  deviceID: '101e',
  driver: 'mlx5_core',
  mtu: 1500,
  name: 'ens1f0v0',
};

function nodeState(...interfaces: readonly unknown[]) {
  return {
    apiVersion: 'sriovnetwork.openshift.io/v1',
    kind: 'SriovNetworkNodeState',
    metadata: { name: 'compute-7' },
    status: { interfaces },
  };
}

function read(text: string): InventoryFacts {
  return sriovNodeStateReader.read(new TextEncoder().encode(text)) as InventoryFacts;
}

function facts(...interfaces: readonly unknown[]): InventoryFacts {
  return read(JSON.stringify(nodeState(...interfaces)));
}

function firstPf(...interfaces: readonly unknown[]): PfFacts | undefined {
  return facts(...interfaces).pfs?.[0];
}

function vfOf(changes: object): VfFacts | undefined {
  return firstPf({ ...PF, Vfs: [{ ...VF, ...changes }] })?.vfs?.[0];
}

function refusal(text: string): Pick<UnreadableImport, 'code' | 'where'> | null {
  try {
    read(text);
    return null;
  } catch (error) {
    if (!(error instanceof UnreadableImport)) throw error;
    return { code: error.code, where: error.where };
  }
}

const IN_YAML = `
apiVersion: sriovnetwork.openshift.io/v1
kind: SriovNetworkNodeState
metadata:
  name: compute-7
status:
  interfaces:
  - deviceID: 1017        # a number, to YAML
    driver: mlx5_core
    linkSpeed: -1 Mb/s
    name: ens2
    pciAddress: 0000:5e:00.0
    vendor: 15b3
  - {deviceID: 10e8, pciAddress: "0000:5e:00.1", vendor: "8086", totalvfs: "7"}
`;

describe('a SriovNetworkNodeState', () => {
  it('tells PFs with their VFs', () => {
    const told = facts({ ...PF, numVfs: 1, Vfs: [VF] });

    expect(told.pfs).toEqual([
      {
        address: '0000:3b:00.0',
        ifname: 'ens1f0',
        vendorId: '15b3',
        productId: '101d',
        driver: 'mlx5_core',
        mtu: 9000,
        totalVfs: 8,
        eswitchMode: 'switchdev',
        linkSpeedMbps: 100_000,
        linkState: 'up',
        vfs: [
          {
            address: '0000:3b:00.2',
            index: 0,
            vendorId: '15b3',
            productId: '101e',
            driver: 'mlx5_core',
            ifname: 'ens1f0v0',
            state: 'available',
          },
        ],
      },
    ]);
    expect(told).toMatchObject({ source: 'sriov-nodestate', observedAtMs: null, partialLists: ['pfs'], warnings: [] });
  });

  it('does not tell of NUMA, and says so', () => {
    expect(facts(PF).unseen).toContainEqual(expect.objectContaining({ fact: 'pfs.numa_node', reason: 'not_told' }));
    expect(facts(PF).numaNodes).toBeUndefined();
  });

  it('is the same in YAML, where ids stay the texts that they are', () => {
    expect(read(IN_YAML).pfs).toEqual([
      {
        address: '0000:5e:00.0',
        ifname: 'ens2',
        vendorId: '15b3',
        productId: '1017',
        driver: 'mlx5_core',
        linkState: 'down',
        vfs: [],
      },
      { address: '0000:5e:00.1', vendorId: '8086', productId: '10e8', totalVfs: 7, vfs: [] },
    ]);
  });

  it('may stand in a list, or among other documents', () => {
    const list = { kind: 'List', items: [{ kind: 'Node', status: {} }, nodeState(PF)] };

    expect(read(JSON.stringify(list)).pfs).toHaveLength(1);
    expect(read(`kind: ConfigMap\n---${IN_YAML}`).pfs).toHaveLength(2);
  });

  it('has no number of VFs where SR-IOV is off, which is not the number 0', () => {
    const { totalvfs: _, ...off } = PF;

    expect(firstPf(off)).not.toHaveProperty('totalVfs');
    expect(facts(off).unseen).toContainEqual(expect.objectContaining({ fact: 'pfs.total_vfs' }));
  });

  it('does not tell the VFs that it counts and leaves out', () => {
    expect(firstPf({ ...PF, numVfs: 4 })).not.toHaveProperty('vfs');
    expect(firstPf({ ...PF, Vfs: null })?.vfs).toEqual([]);
    expect(facts({ ...PF, numVfs: 4, Vfs: [VF] }).warnings).toEqual([
      'PF 0000:3b:00.0 has 4 VFs by numVfs, and 1 are listed',
    ]);
  });

  it('takes a link without a known speed for neither up nor down', () => {
    const { linkSpeed: _, ...silent } = PF;

    expect(firstPf(silent)).not.toHaveProperty('linkState');
    expect(facts({ ...PF, linkSpeed: 'fast' }).warnings).toEqual(['0000:3b:00.0: link speed "fast" is not in Mb/s']);
  });

  it('has a link that is down where nobody switched it on', () => {
    expect(firstPf({ ...PF, linkAdminState: 'down' })).toMatchObject({ linkState: 'down' });
    expect(firstPf({ ...PF, linkAdminState: 'up' })).toMatchObject({ linkState: 'up' });
  });

  it('leaves out what has no address, and what is there twice', () => {
    const told = facts({ ...PF, pciAddress: '3b:00.0' }, PF, { ...PF, name: 'again', Vfs: [7] }, 'nonsense');

    expect(told.pfs).toHaveLength(1);
    expect(told.warnings).toEqual([
      'status.interfaces[0] has no PCI address and is left out',
      'a VF of PF 0000:3b:00.0 has no PCI address and is left out',
      '0000:3b:00.0 is listed before already, and the first entry counts',
      'status.interfaces[3] has no PCI address and is left out',
    ]);
  });
});

describe('a VF of a SriovNetworkNodeState', () => {
  it('is in use when a network driver holds it and the host has no interface of it', () => {
    const told = facts({ ...PF, Vfs: [{ ...VF, name: '' }] });

    expect(told.pfs?.[0]?.vfs?.[0]?.state).toBe('in_use_externally');
    expect(told.assumed).toContainEqual({
      fact: 'pfs/0000:3b:00.0/vfs/0000:3b:00.2/state',
      why: 'mlx5_core drives it and the host has no interface of it: it is in another network namespace',
    });
  });

  it.each(['vfio-pci', 'uio_pci_generic', 'igb_uio', 'mlx5_vfio_pci', ''])(
    'is of unknown state without an interface under the driver "%s"',
    (driver) => {
      const told = facts({ ...PF, Vfs: [{ ...VF, name: '', driver }] });

      expect(told.pfs?.[0]?.vfs?.[0]).not.toHaveProperty('state');
      expect(told.unseen).toContainEqual(expect.objectContaining({ fact: 'pfs.vfs.state' }));
    },
  );

  it('has a vDPA device by the name that the operator gives it', () => {
    expect(vfOf({ vdpaType: 'vhost', name: '' })).toMatchObject({ vdpaDevice: 'vdpa:0000:3b:00.2' });
    expect(vfOf({ vdpaType: 'vhost', name: '' })).not.toHaveProperty('state');
    expect(vfOf({ vdpaType: 'virtio' })?.state).toBe('in_use_externally');
  });
});

describe('what is no SriovNetworkNodeState', () => {
  it.each([
    ['another kind', JSON.stringify({ kind: 'Node', status: { interfaces: [] } })],
    ['a list of nothing', JSON.stringify({ kind: 'List', items: [] })],
    ['several nodes', JSON.stringify([nodeState(PF), nodeState(PF)])],
    ['a text', '"SriovNetworkNodeState"'],
    ['a number', '7'],
  ])('is refused: %s', (_what, text) => {
    expect(refusal(text)?.code).toBe('import.not_this_format');
  });

  it('is refused where it is broken, with the line', () => {
    expect(refusal('kind: [\nstatus: {]')).toEqual({ code: 'import.malformed', where: 'line 2' });
    expect(refusal('a: \0')).toEqual({ code: 'import.malformed', where: 'character 4' });
    expect(refusal('')?.code).toBe('import.not_this_format');
  });

  it('is refused when its aliases grow', () => {
    const levels = Array.from({ length: 9 }, (_, level) => {
      const aliases = Array.from({ length: 9 }, () => `*a${level}`).join(', ');
      return `a${level + 1}: &a${level + 1} [${aliases}]`;
    });

    expect(refusal(['a0: &a0 [laugh]', ...levels].join('\n'))?.code).toBe('import.unsafe');
  });

  it('is refused when it is too much', () => {
    expect(refusal(`a: ${'x'.repeat(2 * 1024 * 1024)}`)?.code).toBe('import.too_large');
    expect(refusal('['.repeat(100) + ']'.repeat(100))?.code).toBe('import.too_large');
    expect(refusal(`a: ${'['.repeat(100_000)}`)?.code).toBe('import.malformed');
    expect(refusal(JSON.stringify(nodeState(...Array<object>(257).fill(PF))))?.code).toBe('import.too_large');
  });

  it('never makes the reader fail in another way', () => {
    const anything = fc.jsonValue();
    const someInterface = fc.record(
      {
        pciAddress: fc.oneof(fc.constant('0000:3b:00.0'), anything),
        Vfs: anything,
        linkSpeed: anything,
        mtu: anything,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.array(someInterface), anything), (interfaces) => {
        refusal(JSON.stringify({ ...nodeState(), status: { interfaces } }));
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => void refusal(text)));
  });
});
