import type { PrerequisitesOf } from './prerequisite';

/** Nova makes no vDPA devices: they are there before nova-compute starts, and bound to vhost_vdpa (Nova's vDPA guide). */
export const vdpaDevices: PrerequisitesOf = ({ assignment: { nics } }) =>
  nics.flatMap(({ path, pf }) => {
    const vf = path.vfKind === 'vdpa' ? pf?.vdpaVfs[0] : undefined;
    if (vf === undefined) return [];
    return [
      {
        code: 'host.vdpa_devices',
        what: 'vDPA devices are made before nova-compute starts and bound to vhost_vdpa; udev or systemd keep them over a reboot',
        snippet: `modprobe vhost_vdpa\nvdpa dev add name ${vf.vdpaDevice ?? 'vdpa0'} mgmtdev pci/${vf.address}`,
        met: true,
      },
    ];
  });
