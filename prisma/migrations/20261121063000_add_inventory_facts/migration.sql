-- Facts that inventories have had since: documents stored before say "not known", or what Nova does when nothing is set.
-- Their hash is left alone, so that the next PUT of such a document counts as a change.
UPDATE "host" SET "inventory" =
    '{"networkNumaAffinity": [], "packingHostNumaCellsAllocationStrategy": false, "fileBackedMemory": false, "maxQueues": null, "traits": null}'::jsonb
    || "inventory"
    || jsonb_build_object(
        'pfs', (
            SELECT coalesce(jsonb_agg(
                '{"packetRateKpps": null}'::jsonb || pf || jsonb_build_object('vfs', (
                    SELECT coalesce(jsonb_agg('{"vdpaDevice": null}'::jsonb || vf ORDER BY vf_order), '[]'::jsonb)
                    FROM jsonb_array_elements(pf -> 'vfs') WITH ORDINALITY AS vfs (vf, vf_order)))
                ORDER BY pf_order), '[]'::jsonb)
            FROM jsonb_array_elements("inventory" -> 'pfs') WITH ORDINALITY AS pfs (pf, pf_order)),
        'pciDevices', (
            SELECT coalesce(jsonb_agg(
                '{"deviceType": "type-PCI", "pfAddress": null}'::jsonb || device ORDER BY device_order), '[]'::jsonb)
            FROM jsonb_array_elements("inventory" -> 'pciDevices') WITH ORDINALITY AS devices (device, device_order)),
        'bridges', (
            SELECT coalesce(jsonb_agg('{"hwOffload": null}'::jsonb || bridge ORDER BY bridge_order), '[]'::jsonb)
            FROM jsonb_array_elements("inventory" -> 'bridges') WITH ORDINALITY AS bridges (bridge, bridge_order)));
