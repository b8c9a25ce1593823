"""One guest on one host: Placement's amounts, the scheduler's two filters, and the claim on the compute host."""
import nova.conf
from nova import exception
from nova import objects
from nova.pci import stats
from nova.scheduler import host_manager
from nova.scheduler import utils as scheduler_utils
from nova.scheduler.filters import numa_topology_filter, pci_passthrough_filter
from nova.virt import hardware

import host_devices

CONF = nova.conf.CONF
PCI_FILTER = pci_passthrough_filter.PciPassthroughFilter()
NUMA_FILTER = numa_topology_filter.NUMATopologyFilter()


def judge(guest, case):
    host = case["host"]
    CONF.set_override("packing_host_numa_cells_allocation_strategy", bool(host.get("packing")), group="compute")
    topology = host_topology(host["cells"])
    tracker = host_devices.Tracker(topology, host["devices"])
    state = host_state(host, topology, tracker.reported())
    spec = guest.request_spec()
    short = short_in_placement(spec, host.get("placement"))
    if short is not None:
        return no("placement", short)
    if not PCI_FILTER.host_passes(state, spec):
        return no("pci_filter")
    if not NUMA_FILTER.host_passes(state, spec):
        return no("numa_filter")
    return claim(guest, case, topology, state)


def no(stage, error=None):
    return {"fits": False, "stage": stage, "error": error}


def host_topology(cells):
    return objects.NUMATopology(cells=[objects.NUMACell(
        id=cell["id"], socket=cell["socket"], cpuset=set(cell["shared"]), pcpuset=set(cell["dedicated"]),
        pinned_cpus=set(cell["pinned"]), siblings=[set(core) for core in cell["siblings"]],
        memory=cell["memory_mib"], memory_usage=cell["memory_used_mib"], cpu_usage=cell["shared_used"],
        mempages=[objects.NUMAPagesTopology(
            size_kb=pool["size_kib"], total=pool["total"], used=pool["used"], reserved=0) for pool in cell["pages"]],
        network_metadata=objects.NetworkMetadata(physnets=set(cell["physnets"]), tunneled=cell["tunneled"]),
    ) for cell in cells])


def host_state(host, topology, pools):
    state = host_manager.HostState("host", "host", "cell")
    state.numa_topology = topology
    state.pci_stats = stats.PciDeviceStats(topology, stats=pools, dev_filter=host_devices.NO_SPECS)
    state.cpu_allocation_ratio = host["ratios"]["cpu"]
    state.ram_allocation_ratio = host["ratios"]["ram"]
    state.disk_allocation_ratio = 1.0
    return state


def short_in_placement(spec, free):
    """The first resource class of which the host has too little left; the amounts are what nova-scheduler asks for."""
    if free is None:
        return None
    asked = {}
    request = scheduler_utils.ResourceRequest.from_request_spec(spec)
    for group in request._rg_by_id.values():
        for resource_class, amount in group.resources.items():
            asked[resource_class] = asked.get(resource_class, 0) + amount
    return next((name for name in sorted(asked) if name in free and asked[name] > free[name]), None)


def claim(guest, case, topology, state):
    """What nova-compute does with the claim: fit again, take the devices, pin the CPUs."""
    limits = state.limits.get("numa_topology")
    fitted = None
    if guest.topology is not None:
        # As claims.py does: a guest that asks for no device is not kept away from cells with devices.
        fitted = hardware.numa_fit_instance_to_host(
            topology, guest.topology.obj_clone(), limits=limits, pci_requests=guest.pci_requests.requests,
            pci_stats=state.pci_stats if guest.pci_requests.requests else None)
        if fitted is None:
            return no("claim", "ComputeResourcesUnavailable")
    cells = described(fitted)
    try:
        if fitted is not None:
            hardware.numa_usage_from_instance_numa(topology, fitted)
        taken = [
            host_devices.Tracker(topology, case["host"]["devices"], order).claim(guest.pci_requests, fitted)
            for order in case.get("device_orders") or [None]
        ]
    except exception.NovaException as error:
        return {**no("claim", type(error).__name__), "cells": cells}
    holds = fitted is None or every_cell_holds(guest, topology, fitted, limits)
    return {"fits": True, "stage": None, "error": None, "cells": cells, "devices": taken[0], "every_cell_holds": holds}


def every_cell_holds(guest, topology, fitted, limits):
    """Whether each guest cell, asked alone and anew, fits the host cell on which Nova's permutations left it, and has
    its pins there: with thread policy isolate Nova claims CPUs of another cell without a word."""
    by_id = {cell.id: cell for cell in topology.cells}
    if any(set((cell.cpu_pinning or {}).values()) - by_id[cell.id].pcpuset for cell in fitted.cells):
        return False
    asked = guest.topology.obj_clone()
    for index, (cell, chosen) in enumerate(zip(asked.cells, fitted.cells)):
        reserved = 1 if index == 0 and asked.emulator_threads_isolated else 0
        try:
            if hardware._numa_fit_instance_cell(by_id[chosen.id], cell, limits, reserved) is None:
                return False
        except exception.MemoryPageSizeNotSupported:
            return False
    return True


def described(fitted):
    if fitted is None:
        return None
    return [{
        "host": cell.id, "page_size_kib": cell.pagesize, "memory_mib": cell.memory,
        "pins": {str(vcpu): cpu for vcpu, cpu in (cell.cpu_pinning or {}).items()},
        "emulator": sorted(cell.cpuset_reserved or []),
    } for cell in fitted.cells]
