import { deviceNodes } from './device-nodes.probe';
import { devlink } from './devlink.probe';
import { ethtool } from './ethtool.probe';
import { localDisk } from './local-disk.probe';
import { novaConf } from './nova-conf.probe';
import { ovsVsctl } from './ovs-vsctl.probe';
import type { Probe } from './probe';
import { vdpa } from './vdpa.probe';
import { virtualisationVersions } from './virtualisation-versions.probe';

/** Everything that is asked beside the files of `/sys` and `/proc`. */
export const ALL_PROBES: readonly Probe[] = [
  deviceNodes,
  ethtool,
  devlink,
  vdpa,
  ovsVsctl,
  virtualisationVersions,
  novaConf,
  localDisk,
];
