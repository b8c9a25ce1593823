#!/usr/bin/python3
"""Real nova-computes over described hardware, one process a host.

    lab_computes.py PLAN        PLAN is JSON: [{"host", "hardware", "output", "config": [files]}]

Nova is imported once and each host is a fork of it: that takes seconds where a start of each takes minutes on a small
machine. Prints one line of JSON for each, {"host", "pid"}, and ends; the computes live on, each in a session of its own.

Everything above the driver is Nova as packaged: manager, resource tracker, PCI tracker, claims, reports to Placement.
"""
import json
import os
import sys
import types

from nova.cmd import compute as nova_compute  # first: it makes the process green, as the packaged starter does
import nova.conf
from nova import exception
from nova import objects
from nova.objects import fields
from nova.pci import utils as pci_utils
from nova.compute import power_state
from nova.compute import vm_states
import nova.virt
from nova.virt import fake
import os_resource_classes as orc

CONF = nova.conf.CONF

# Of this process's host; set after the fork.
HARDWARE = {}
DEVICES = {}

# What the fake driver says of a device; its NUMA node comes from the description.
REPORTED = ("address", "vendor_id", "product_id", "dev_type", "parent_addr", "numa_node", "parent_ifname")

# Servers in these states have a guest somewhere.
WITH_A_GUEST = (vm_states.ACTIVE, vm_states.STOPPED, vm_states.PAUSED, vm_states.SUSPENDED, vm_states.RESIZED)


def numa_topology(hw):
    cells = [
        objects.NUMACell(
            id=cell["id"], socket=cell["socket"], cpuset=set(cell["cpus"]), pcpuset=set(cell["pcpus"]),
            memory=cell["memory_mb"], cpu_usage=0, memory_usage=0, pinned_cpus=set(),
            siblings=[set(group) for group in cell["siblings"]],
            mempages=[
                objects.NUMAPagesTopology(size_kb=pages["size_kb"], total=pages["total"], used=0, reserved=0)
                for pages in cell["mempages"]
            ],
            network_metadata=objects.NetworkMetadata(physnets=set(cell["physnets"]), tunneled=cell["tunneled"]))
        for cell in hw["numa_cells"]
    ]
    return objects.NUMATopology(cells=cells) if cells else None


class DescribedHardwareDriver(fake.FakeDriver):
    """A hypervisor that runs nothing and reports the hardware of its description."""

    capabilities = dict(fake.FakeDriver.capabilities, supports_pcpus=True)

    def __init__(self, virtapi, read_only=False):
        self.vcpus = HARDWARE["vcpus"] + HARDWARE["pcpus"]
        self.memory_mb = HARDWARE["memory_mb"]
        self.local_gb = HARDWARE["local_gb"]
        super().__init__(virtapi, read_only)
        # As a libvirt driver on KVM says it: images may ask for it.
        self.host_status_base["hypervisor_type"] = "QEMU"
        self.host_status_base["hypervisor_version"] = 8002002
        self.host_status_base["supported_instances"] = [
            (HARDWARE["arch"], kind, fields.VMMode.HVM) for kind in (fields.HVType.KVM, fields.HVType.QEMU)]

    def get_available_resource(self, nodename):
        resources = super().get_available_resource(nodename)
        topology = numa_topology(HARDWARE)
        resources["numa_topology"] = topology._to_json() if topology else None
        resources["cpu_info"] = json.dumps({
            "arch": HARDWARE["arch"], "model": HARDWARE["cpu_model"], "vendor": "lab", "features": [],
            "topology": {"sockets": 1, "cores": self.vcpus, "threads": 1}})
        resources["pci_passthrough_devices"] = json.dumps([
            dict({key: device[key] for key in REPORTED if key in device}, status="available",
                 label="label_%s_%s" % (device["vendor_id"], device["product_id"]))
            for device in HARDWARE["pci_devices"]])
        return resources

    def update_provider_tree(self, provider_tree, nodename, allocations=None):
        super().update_provider_tree(provider_tree, nodename, allocations)
        inventory = dict(provider_tree.data(nodename).inventory)
        of_cpus = inventory.pop(orc.VCPU)
        # As the libvirt driver: PCPU has no ratio, and reserved_host_cpus come off the shared CPUs.
        for resource_class, total, ratio, reserved in (
                (orc.VCPU, HARDWARE["vcpus"], of_cpus["allocation_ratio"], CONF.reserved_host_cpus),
                (orc.PCPU, HARDWARE["pcpus"], 1.0, 0)):
            if total:
                inventory[resource_class] = {
                    "total": total, "min_unit": 1, "max_unit": total, "step_size": 1,
                    "allocation_ratio": ratio, "reserved": reserved}
        provider_tree.update_inventory(nodename, inventory)
        provider_tree.add_traits(nodename, *HARDWARE["traits"])

    def get_info(self, instance, use_cache=True):
        # The guests of a hypervisor outlive a restart of nova-compute; the fake driver forgets them.
        if (instance.uuid not in self.instances and instance.host == CONF.host
                and instance.vm_state in WITH_A_GUEST):
            state = power_state.RUNNING if instance.vm_state == vm_states.ACTIVE else power_state.SHUTDOWN
            self.instances[instance.uuid] = fake.FakeInstance(instance.name, state, instance.uuid)
        return super().get_info(instance, use_cache)

    def get_host_uptime(self):
        return "00:00:00 up 1 day, 0:00, 0 users, load average: 0.00, 0.00, 0.00"


def answer_for_sysfs():
    """What Nova reads of PCI devices under /sys comes from the description too."""
    def device(address):
        try:
            return DEVICES[address]
        except KeyError:
            raise exception.PciDeviceNotFoundById(id=address)

    def mac(address, pf_interface=False):
        return device(device(address)["parent_addr"] if pf_interface else address)["mac"]

    def vf_number(address):
        return device(address)["vf_num"]

    def interface(address, pf_interface=False):
        return device(address).get("parent_ifname", "lab0")

    def is_pf(domain, bus, slot, function):
        return DEVICES.get("%s:%s:%s.%s" % (domain, bus, slot, function), {}).get("dev_type") == "type-PF"

    pci_utils.get_mac_by_pci_address = mac
    pci_utils.get_vf_num_by_pci_address = vf_number
    pci_utils.get_ifname_by_pci_address = interface
    pci_utils.is_physical_function = is_pf


def become(entry):
    """In the fork: a nova-compute of this host, to the end."""
    os.setsid()
    output = os.open(entry["output"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    with open(entry["hardware"]) as file:
        HARDWARE.update(json.load(file))
    DEVICES.update({device["address"]: device for device in HARDWARE["pci_devices"]})
    answer_for_sysfs()
    sys.argv = ["nova-compute"] + [word for file in entry["config"] for word in ("--config-file", file)]
    sys.exit(nova_compute.main())


# Nova loads its driver as `nova.virt.` + [DEFAULT]compute_driver.
module = types.ModuleType("nova.virt.described")
module.DescribedHardwareDriver = DescribedHardwareDriver
sys.modules["nova.virt.described"] = module
nova.virt.described = module

if __name__ == "__main__":
    with open(sys.argv[1]) as plan:
        entries = json.load(plan)
    for each in entries:
        pid = os.fork()
        if pid == 0:
            become(each)
        print(json.dumps({"host": each["host"], "pid": pid}), flush=True)
    # Without running what the children have inherited to run at the end.
    os._exit(0)
