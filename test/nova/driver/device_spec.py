"""Which entry of [pci]device_spec gives a device out, by Nova's whitelist, on a host that need not exist."""
from unittest import mock

from nova.pci import utils
from nova.pci import whitelist


def judge(case):
    """Positions of the entries that match, in the order of the devices; None where Nova would not start."""
    interfaces = case["interfaces"]
    physical_functions = set(case["physical_functions"])

    def function_by_ifname(name):
        address = interfaces.get(name)
        return address, address in physical_functions

    def is_physical_function(domain, bus, slot, function):
        return f"{domain}:{bus}:{slot}.{function}" in physical_functions

    with mock.patch.object(utils, "get_function_by_ifname", function_by_ifname), \
            mock.patch.object(utils, "is_physical_function", is_physical_function):
        try:
            specs = whitelist.Whitelist(case["device_spec"]).specs
        except Exception:  # noqa: B902  nova-compute ends on any of them
            return None
        return [position_of(specs, device) for device in case["devices"]]


def position_of(specs, device):
    return next((position for position, spec in enumerate(specs) if spec.match(device)), None)
