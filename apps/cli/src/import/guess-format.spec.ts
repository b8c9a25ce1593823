import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { guessFormat } from './guess-format';

const guess = (text: string) => guessFormat(Buffer.from(text));

describe('whose inventory a file is', () => {
  it.each([
    ['libvirt', '<?xml version="1.0"?>\n<!-- a host -->\n<capabilities><host/></capabilities>'],
    ['libvirt', '<device>\n  <name>pci_0000_3b_00_0</name></device>'],
    ['hwloc', '<?xml version="1.0"?><!DOCTYPE topology SYSTEM "hwloc2.dtd"><topology version="2.0"/>'],
    ['lshw', '<?xml version="1.0" standalone="yes" ?>\n<list><node id="host" class="system"/></list>'],
    ['lshw', '[{"id": "host", "class": "system", "children": []}]'],
    ['sriov-nodestate', 'apiVersion: sriovnetwork.openshift.io/v1\nkind: SriovNetworkNodeState\n'],
    ['sriov-nodestate', '{"kind": "SriovNetworkNodeState"}'],
    ['ironic', '{"inventory": {"cpu": {}}}'],
    ['ironic', '[["cpu", "physical", "number", 2]]'],
    ['lxd', '{"cpu": {"sockets": []}, "network": {"cards": []}}'],
    ['nova-conf', '# of nova-compute\n[DEFAULT]\nreserved_host_memory_mb = 512\n'],
    ['umockdev', 'P: /devices/pci0000:00\nE: SUBSYSTEM=pci\n'],
  ])('is that of %s by how it begins', (format, text) => {
    expect(guess(text)).toBe(format);
  });

  it('is a captured tree when it is an archive, packed or not', async () => {
    const archive = pack();
    archive.entry({ name: 'sys/kernel/x' }, 'x');
    archive.finalize();
    const chunks: Buffer[] = [];
    for await (const chunk of archive) chunks.push(chunk as Buffer);

    expect(guessFormat(Buffer.concat(chunks))).toBe('sysfs');
    expect(guessFormat(gzipSync(Buffer.concat(chunks)))).toBe('sysfs');
    expect(guess('BZh91AY')).toBe('sysfs');
  });

  it('is a record of umockdev when it is a packed text', () => {
    expect(guessFormat(gzipSync(`P: /devices/pci0000:00\n${'E: A=B\n'.repeat(100_000)}`))).toBe('umockdev');
  });

  it.each(['', 'hello', '<html></html>', '{}'])('is nobody’s when it is like none: "%s"', (text) => {
    expect(guess(text)).toBeNull();
  });
});
