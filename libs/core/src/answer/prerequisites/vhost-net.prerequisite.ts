import type { PrerequisitesOf } from './prerequisite';

/** vhost-net against QEMU is a fact of the host that no request can state (handbook 0.2, fact 1). */
export const vhostNet: PrerequisitesOf = ({ assignment: { nics } }) => {
  if (nics.every(({ path }) => path.name !== 'vhost_net')) return [];
  return [
    {
      code: 'host.vhost_net',
      what: 'libvirt falls back to QEMU without a word where /dev/vhost-net is not usable',
      snippet: 'modprobe vhost_net',
      met: true,
    },
  ];
};
