import { MemoryTree } from '@iopath/host-facts';
import { findNovaFiles, novaHostName } from './nova-files';

describe("nova-compute's configuration", () => {
  it('is read in the order in which oslo.config reads it', () => {
    const tree = new MemoryTree()
      .addFile('/etc/nova/nova-compute.conf', 'third')
      .addFile('/etc/nova/nova.conf.d/50-pci.conf', 'second')
      .addFile('/etc/nova/nova.conf.d/README', 'not read')
      .addFile('/etc/nova/nova.conf', 'first');

    expect(findNovaFiles(tree).text).toBe('first\nsecond\nthird\n');
  });

  it('is found where Kolla lays it, whatever a package left behind', () => {
    const tree = new MemoryTree()
      .addFile('/etc/kolla/nova-compute/nova.conf', 'of the container')
      .addFile('/etc/nova/nova.conf', 'of a package');

    expect(findNovaFiles(tree).read).toEqual(['/etc/kolla/nova-compute/nova.conf']);
  });

  it('is unseen where it may not be read, as its passwords are why', () => {
    expect(findNovaFiles(new MemoryTree().addDenied('/etc/nova/nova.conf'))).toEqual({
      text: null,
      read: [],
      denied: ['/etc/nova/nova.conf'],
    });
  });
});

describe('the name that Nova has for a host', () => {
  it.each([
    ['[DEFAULT]\nhost = compute-07\n', 'compute-07'],
    ['[DEFAULT]\n# host = a\nhost=b\n[neutron]\nhost = c\n', 'b'],
    ['[DEFAULT]\nhost = a\n[DEFAULT]\nhost = b\n', 'b'],
    ['[DEFAULT]\nmy_ip = 10.0.0.1\n', null],
    ['[DEFAULT]\nhost = $my_ip\n', null],
    ['', null],
  ])('is [DEFAULT]host (%j: %s)', (text, name) => {
    expect(novaHostName(text)).toBe(name);
  });
});
