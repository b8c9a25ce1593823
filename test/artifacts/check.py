"""Reads artifacts with the libraries of the tools that they are for; prints one line a fault.

The list of artifacts comes as JSON on standard input: [{"file": ..., "format": ..., "names": {...}}].
"""
import ast
import json
import sys

import yaml
from oslo_config import cfg


def check_python(path, names):
    with open(path, encoding="utf-8") as source:
        tree = ast.parse(source.read(), path)
    compile(tree, path, "exec")
    data = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
    }
    assert data["SERVERS"][0]["name"] == names["server"], data["SERVERS"][0]["name"]
    assert data["FLAVORS"][0]["name"] == names["flavor"], data["FLAVORS"][0]["name"]
    assert data["FLAVORS"][0]["extra_specs"] == names["extra_specs"]


def check_heat(path, names):
    # Heat's own loader (heat/common/template_format.py) is this one, texts for times.
    with open(path, encoding="utf-8") as source:
        template = yaml.load(source.read(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    resources = template["resources"]
    assert resources["server_1"]["properties"]["name"] == names["server"]
    assert resources["flavor_1"]["properties"]["name"] == names["flavor"]


def check_nova_conf(path, names):
    conf = cfg.ConfigOpts()
    conf.register_opts([cfg.MultiStrOpt("alias"), cfg.MultiStrOpt("device_spec")], group="pci")
    conf.register_opts([cfg.StrOpt("cpu_dedicated_set"), cfg.StrOpt("cpu_shared_set")], group="compute")
    conf(["--config-file", path], default_config_files=[], default_config_dirs=[])
    for text in (conf.pci.alias or []) + (conf.pci.device_spec or []):
        json.loads(text)
    if names["alias"] is not None:
        assert [json.loads(text)["name"] for text in conf.pci.alias] == [names["alias"]]


CHECKS = {"openstacksdk": check_python, "heat": check_heat, "nova_conf": check_nova_conf}

failed = False
for artifact in json.load(sys.stdin):
    try:
        CHECKS[artifact["format"]](artifact["file"], artifact["names"])
    except Exception as error:  # whatever a tool has against it is a fault
        failed = True
        print("%s: %s: %r" % (artifact["format"], artifact["file"], error))
sys.exit(failed)
