"""Flavor, image, aliases and ports as nova-api turns them into a guest topology and PCI requests."""
import json

import nova.conf
from nova import objects
from nova.compute import api as compute_api
from nova.network import model as network_model
from nova.pci import request as pci_request
from nova.virt import hardware
from oslo_utils import uuidutils

CONF = nova.conf.CONF
IMAGE_ID = uuidutils.generate_uuid()


class Guest:
    """What nova-api makes of a server create; raises what nova-api would answer with."""

    def __init__(self, case):
        CONF.set_override("alias", [json.dumps(alias) for alias in case.get("aliases", [])], group="pci")
        wanted = case["flavor"]
        self.flavor = objects.Flavor(
            id=1, flavorid="1", name="asked", vcpus=wanted["vcpus"], memory_mb=wanted["ram_mib"],
            root_gb=wanted.get("disk_gib", 0), ephemeral_gb=0, swap=0, extra_specs=wanted["extra_specs"])
        image = {"id": IMAGE_ID, "name": "asked", "properties": case.get("image", {})}
        compute_api.API._validate_flavor_image_numa_pci(image, self.flavor, validate_numa=True, validate_pci=True)
        self.image = objects.ImageMeta.from_dict(image)
        self.topology = hardware.numa_get_constraints(self.flavor, self.image)
        self.pci_policy = hardware.get_pci_numa_policy_constraint(self.flavor, self.image)
        self.multiqueue = hardware.get_vif_multiqueue_constraint(self.flavor, self.image)
        hardware.get_vtpm_constraint(self.flavor, self.image)
        hardware.get_secure_boot_constraint(self.flavor, self.image)
        requests = pci_request.get_pci_requests_from_flavor(self.flavor, affinity_policy=self.pci_policy)
        self.aliases = len(requests.requests)
        ports = case.get("ports", [])
        requests.requests.extend(request for port in ports for request in self._of_port(port))
        self.pci_requests = requests
        self.networks = objects.NetworkMetadata(
            physnets={port["physical_network"] for port in ports if port["physical_network"] is not None},
            tunneled=any(port["physical_network"] is None for port in ports)) if ports else None

    def _of_port(self, port):
        """As nova.network.neutron.API.create_resource_requests asks for a port's device; none for a software port."""
        vnic_type = port["vnic_type"]
        if vnic_type not in network_model.VNIC_TYPES_SRIOV:
            return
        is_remote = vnic_type == network_model.VNIC_TYPE_REMOTE_MANAGED
        spec = {
            pci_request.PCI_NET_TAG: port["physical_network"],
            pci_request.PCI_REMOTE_MANAGED_TAG: str(is_remote),
        }
        if vnic_type in pci_request.DEVICE_TYPE_FOR_VNIC_TYPE:
            spec[pci_request.PCI_DEVICE_TYPE_TAG] = pci_request.DEVICE_TYPE_FOR_VNIC_TYPE[vnic_type]
        if port.get("trusted") is not None:
            spec[pci_request.PCI_TRUSTED_TAG] = str(port["trusted"])
        request = objects.InstancePCIRequest(
            count=1, spec=[spec], request_id=uuidutils.generate_uuid(), requester_id=uuidutils.generate_uuid())
        policy = port.get("numa_affinity_policy") or self.pci_policy
        if policy:
            request.numa_policy = policy
        yield request

    def request_spec(self):
        spec = objects.RequestSpec(
            flavor=self.flavor, image=self.image, numa_topology=self.topology, pci_requests=self.pci_requests,
            num_instances=1, is_bfv=False, project_id="p", user_id="u", instance_uuid=uuidutils.generate_uuid(),
            requested_resources=[], limits=objects.SchedulerLimits(),
            request_level_params=objects.RequestLevelParams())
        if self.networks is not None:
            spec.network_metadata = self.networks
        return spec

    def described(self):
        if self.topology is None:
            return {"cells": None, "pci_policy": self.pci_policy, "multiqueue": bool(self.multiqueue)}
        cells = [{
            "shared": sorted(cell.cpuset), "dedicated": sorted(cell.pcpuset), "memory_mib": cell.memory,
            "page_size": cell.pagesize,
        } for cell in self.topology.cells]
        return {"cells": cells, "pci_policy": self.pci_policy, "multiqueue": bool(self.multiqueue)}
