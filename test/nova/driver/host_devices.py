"""A host's PCI devices as nova-compute tracks them: pools, with PFs and VFs knowing each other."""
from nova import objects
from nova.objects import fields
from nova.pci import manager
from nova.pci import stats

STATES = {
    "available": fields.PciDeviceStatus.AVAILABLE,
    "allocated": fields.PciDeviceStatus.ALLOCATED,
    "unavailable": fields.PciDeviceStatus.UNAVAILABLE,
}


class Spec:
    """What a [pci]device_spec entry tags a device with."""

    def __init__(self, tags):
        self.tags = tags

    def get_tags(self):
        return self.tags


class Specs:
    """Stands for [pci]device_spec, which would look for the devices in this machine's sysfs."""

    def __init__(self, by_address):
        self.by_address = by_address

    def get_devspec(self, device):
        return self.by_address.get(device.address)


NO_SPECS = Specs({})


class Tracker:
    """Devices in the order given, or in another: Nova's is that of their discovery, changed by what was freed since."""

    def __init__(self, topology, given, order=None):
        self.index = {device["address"]: at for at, device in enumerate(given)}
        listed = given if order is None else [given[at] for at in order]
        devices = [self._device(device) for device in listed]
        manager.PciDevTracker._build_device_tree(list(devices))
        specs = Specs({device["address"]: Spec(self._tags(device)) for device in given})
        self.stats = stats.PciDeviceStats(topology, dev_filter=specs)
        for device in devices:
            if device.status == fields.PciDeviceStatus.AVAILABLE:
                self.stats.add_device(device)

    @staticmethod
    def _device(given):
        device = objects.PciDevice.create(None, {
            "address": given["address"], "vendor_id": given["vendor"], "product_id": given["product"],
            "dev_type": given["type"], "numa_node": given["numa_node"], "parent_addr": given.get("parent"),
            "compute_node_id": 1, **({"parent_ifname": given["parent_ifname"]} if given.get("parent_ifname") else {}),
        })
        device.status = STATES[given["state"]]
        return device

    @staticmethod
    def _tags(given):
        return {} if given.get("physical_network") is None else {"physical_network": given["physical_network"]}

    def reported(self):
        """The pools as the scheduler gets them: counts, without the devices."""
        return self.stats.to_device_pools_obj()

    def claim(self, pci_requests, fitted):
        """Takes devices for every request and claims them, or raises; tells which, as indexes into the given list."""
        if not pci_requests.requests:
            return []
        taken = self.stats.consume_requests(pci_requests.requests, fitted.cells if fitted is not None else None)
        for device in taken:
            device.claim("00000000-0000-4000-8000-000000000000")
        return [self.index[device.address] for device in taken]
