#!/usr/bin/python3
"""Heartbeats of Neutron's agents for hosts that have none: without a living agent ML2 binds no port there.

    lab_agents.py REPORTS --config-file neutron.conf ...        REPORTS is JSON: the agents' states
"""
import eventlet
eventlet.monkey_patch()

import json  # noqa: E402
import sys  # noqa: E402

from neutron.agent import rpc as agent_rpc  # noqa: E402
from neutron.common import config  # noqa: E402
from neutron.conf.agent import common as agent_config  # noqa: E402
from neutron_lib import context  # noqa: E402
from neutron_lib.agent import topics  # noqa: E402
from oslo_config import cfg  # noqa: E402

EVERY_S = 15


def main():
    with open(sys.argv[1]) as file:
        states = json.load(file)
    config.register_common_config_options()
    agent_config.register_agent_state_opts_helper(cfg.CONF)
    config.init(sys.argv[2:])
    config.setup_logging()
    server = agent_rpc.PluginReportStateAPI(topics.REPORTS)
    admin = context.get_admin_context_without_session()
    # The first report of an agent says that it has just started.
    fresh = {id(state) for state in states}
    while True:
        for state in states:
            report = dict(state, start_flag=True) if id(state) in fresh else state
            try:
                server.report_state(admin, report, use_call=True)
                fresh.discard(id(state))
            except Exception as error:  # the server may be starting: the next round tries again
                print("report of", state["agent_type"], state["host"], "failed:", error, flush=True)
        eventlet.sleep(EVERY_S)


main()
