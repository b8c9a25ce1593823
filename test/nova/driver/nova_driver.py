#!/usr/bin/python3
"""Asks Nova's own code, in one long-lived process: a JSON case a line in, a JSON answer a line out, in the same order.

It needs the Debian package python3-nova (Zed) and no service, database or configuration file. A case is described in
driver/nova-case.ts. What is asked of Nova, in the order in which a request meets it:

  device_spec    asked by itself: which entry of [pci]device_spec gives a device out
  extra_specs    the flavor API's validators, at microversion 2.86 or later
  flavor_image   nova-api's checks at server create
  placement      what nova-scheduler asks Placement for, against the amounts that the case says are free
  pci_filter     PciPassthroughFilter, on pools as nova-compute reports them
  numa_filter    NUMATopologyFilter, with the networks' NUMA affinity
  claim          numa_fit_instance_to_host, PciDeviceStats.consume_requests and the claim of every device, on the host

The first that says no is the answer's stage. Nothing here decides anything by itself.
"""
import json
import logging
import sys
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

import nova.conf  # noqa: E402
from nova import exception  # noqa: E402
from nova import objects  # noqa: E402
from nova import version  # noqa: E402

nova.conf.CONF([], project="nova", default_config_files=[])
objects.register_all()

import device_spec  # noqa: E402
import extra_specs  # noqa: E402
import flavor_image  # noqa: E402
import host_fit  # noqa: E402

REFUSALS = (exception.NovaException, ValueError)


def answer(case):
    if case.get("device_spec_only"):
        return {"positions": device_spec.judge(case)}
    if case.get("extra_specs_only"):
        return {"extra_specs": extra_specs.judge_all(case["flavor"]["extra_specs"])}
    bad = extra_specs.first_refused(case["flavor"]["extra_specs"])
    if bad is not None and not case.get("skips_validators"):
        return refused("extra_specs", bad)
    try:
        guest = flavor_image.Guest(case)
    except REFUSALS as error:
        return refused("flavor_image", error)
    said = {"fits": False, "stage": None, "guest": guest.described()}
    if case.get("host") is None:
        return said
    return {**said, **host_fit.judge(guest, case)}


def refused(stage, error):
    return {"fits": False, "stage": stage, "error": type(error).__name__, "message": str(error)}


def main():
    print(json.dumps({"ready": True, "nova": version.version_string_with_package()}), flush=True)
    for line in sys.stdin:
        try:
            said = answer(json.loads(line))
        except Exception as error:  # a fault of the driver or of Nova: told, never taken for an answer
            said = {"fits": False, "stage": "driver", "error": type(error).__name__, "message": str(error)}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
