/** Where the catalogue's facts were read. */
export const NIC_SOURCES = {
  pci_ids: 'the PCI ID list, release of 2023-04-11 (pci.ids)',
  sriov_operator: 'SR-IOV network operator, its list of supported NICs (vendor, PF and VF ids)',
  dpdk_vf_guide: 'DPDK, doc/guides/nics/intel_vf.rst',
  dpdk_ids: "DPDK, the drivers' tables of PCI ids",
  dpdk_igb: 'DPDK, drivers/net/intel/e1000/base/e1000_82575.h (MAX_NUM_VFS)',
  linux_igb: 'Linux, drivers/net/ethernet/intel/igb/igb_main.c',
  linux_ixgbe: 'Linux, drivers/net/ethernet/intel/ixgbe/ixgbe_sriov.h (IXGBE_MAX_VFS_DRV_LIMIT)',
  linux_ixgbevf: 'Linux, drivers/net/ethernet/intel/ixgbevf/ixgbevf.h (IXGBEVF_MAX_RSS_QUEUES)',
  linux_i40e: 'Linux, drivers/net/ethernet/intel/i40e/i40e.h (I40E_DEFAULT_QUEUES_PER_VF, I40E_MAX_VF_QUEUES)',
  linux_ice:
    'Linux, drivers/net/ethernet/intel/ice/ice_vf_lib.h and ice_sriov.h (ICE_MAX_SRIOV_VFS, ICE_NUM_VF_MSIX_*)',
  linux_iavf: 'Linux, drivers/net/ethernet/intel/iavf/iavf.h (IAVF_MAX_REQ_QUEUES)',
  linux_mlx5: 'Linux, drivers/net/ethernet/mellanox/mlx5/core (devlink.c, sriov.c, eswitch.c)',
  linux_vdpa: 'Linux, drivers/vdpa/Kconfig',
  linux_trust: 'Linux, net_device_ops of the PF drivers (ndo_set_vf_trust)',
  linux_eswitch: 'Linux, devlink_ops of the PF drivers (eswitch_mode_set)',
  mstflint: 'NVIDIA, SR-IOV configuration with mstconfig (NUM_OF_VFS)',
  sriov_capability: 'SR-IOV capabilities of real cards as lspci -vvv prints them, published in mailing lists and notes',
  live_totals: 'sriov_totalvfs of live machines (the Grid 5000 reference repository)',
  node_states: 'SriovNetworkNodeState objects of lab machines',
  lxd_resources: 'LXD resources of real machines in the tests of MAAS',
  libvirt_dumps: 'node devices of real machines in the tests of libvirt and of hwloc',
  hearsay: 'general knowledge, nowhere confirmed',
} as const;

export type NicSourceName = keyof typeof NIC_SOURCES;
