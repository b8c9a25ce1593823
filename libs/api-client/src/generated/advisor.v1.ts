/** Generated from openapi/advisor.v1.yaml by `npm run openapi`. Change the decorators in apps/api, not this file. */
/* eslint-disable */

export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hosts/{host_name}/inventory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getHostInventory"];
        put: operations["putHostInventory"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hosts:bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["bulkPutHostInventories"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hosts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listHosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hosts/{host_name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getHost"];
        put?: never;
        post?: never;
        delete: operations["deleteHost"];
        options?: never;
        head?: never;
        patch: operations["setHostState"];
        trace?: never;
    };
    "/v1/hosts/{host_name}/facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getHostFacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hosts/{host_name}/inventory/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listInventoryChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hosts/{host_name}/inventory:diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["diffHostInventory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hosts/{host_name}/inventory:import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["importHostInventory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hosts/{host_name}/servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listHostServers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hosts/{host_name}/migratability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getHostMigratability"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nic-models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listNicModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hosts/{host_name}/nics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getHostNics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hosts/{host_name}/vf-advice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getHostVfAdvice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recommendations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listRecommendations"];
        put?: never;
        post: operations["createRecommendation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recommendations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRecommendation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recommendations/{id}/explanation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["explainRecommendation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recommendations/{id}:reserve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["reserveRecommendation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recommendations/{id}:confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["confirmRecommendation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recommendations/{id}:release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["releaseRecommendation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recommendations/{id}:renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["renewRecommendation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recommendations/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRecommendationHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/allocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAllocations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/allocations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAllocation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/allocations/{id}:confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["confirmAllocation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/allocations/{id}:release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["releaseAllocation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/allocations/{id}:renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["renewAllocation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/allocations/{id}:clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["clearAllocation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/allocations/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAllocationHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/allocations/{id}/observations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["observeAllocation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/allocations:swap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["swapAllocations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quarantines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listQuarantines"];
        put?: never;
        post: operations["openQuarantine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quarantines/{id}:clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["clearQuarantine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recommendations/{id}/paths": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["compareRecommendationPaths"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["comparePaths"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recommendations/{id}/chart.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPathsChart"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recommendations/{id}:replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["replayRecommendation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recommendations/{id}/artifacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRecommendationArtifact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recommendations/{id}:realise": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["realiseRecommendation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listProfiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getProfile"];
        put: operations["putProfile"];
        post?: never;
        delete: operations["deleteProfile"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/flavors:lint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["lintFlavor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/flavors:consolidate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["consolidateFlavors"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAudits"];
        put?: never;
        post: operations["startAudit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audits/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/benchmarks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listBenchmarks"];
        put?: never;
        post: operations["submitBenchmarks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/benchmarks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getBenchmark"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calibrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createCalibration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calibrations/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCalibration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getModel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{version}:promote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["promoteModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{version}:rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["rollBackModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{version}/shadow-report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["reportShadowModel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{version}/validation.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getValidationChart"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/drift:apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["applyDrift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/syncs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listSyncs"];
        put?: never;
        post: operations["requestSync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/syncs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSync"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/syncs/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["streamSyncEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/replans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listReplans"];
        put?: never;
        post: operations["requestReplan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/replans/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getReplan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/replans/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["streamReplanEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/replans/{id}:cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["cancelReplan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/replans/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getReplanReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/replans/{id}:apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["applyReplan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/replans/{id}:stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["stopReplan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/replans/{id}:resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["resumeReplan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/replans/{id}/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listReplanSteps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/replans/{id}/steps/{step_id}:done": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["reportReplanStepDone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/replans/{id}/steps/{step_id}:failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["reportReplanStepFailed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/replan-schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listReplanSchedules"];
        put?: never;
        post: operations["createReplanSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/replan-schedules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getReplanSchedule"];
        put: operations["putReplanSchedule"];
        post?: never;
        delete: operations["deleteReplanSchedule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ProblemDetailDto: {
            pointer: string;
            parameter?: string | null;
            code: string;
            message: string;
        };
        ProblemDto: {
            type: string;
            title: string;
            status: number;
            detail: string;
            instance: string;
            code: string;
            /** @enum {string} */
            retry: "never" | "after_change" | "after_read" | "later";
            request_id: string;
            errors?: components["schemas"]["ProblemDetailDto"][] | null;
        };
        LinkDto: {
            rel: string;
            href: string;
        };
        VersionDto: {
            id: string;
            status: string;
            min_version: string;
            max_version: string;
            /** Format: date-time */
            updated: string;
            links: components["schemas"]["LinkDto"][];
        };
        VersionsDto: {
            versions: components["schemas"]["VersionDto"][];
        };
        VersionDocumentDto: {
            version: components["schemas"]["VersionDto"];
        };
        HealthDto: {
            /** @enum {string} */
            status: "ok";
        };
        ChecksDto: {
            database: string;
            queue: string;
            cloud: string;
        };
        ReadinessDto: {
            /** @enum {string} */
            status: "ok";
            checks: components["schemas"]["ChecksDto"];
        };
        HostVersionsDto: {
            kernel?: string | null;
            qemu?: string | null;
            libvirt?: string | null;
            openvswitch?: string | null;
        };
        CpuDto: {
            arch?: string | null;
            model?: string | null;
            apicv?: boolean | null;
            posted_interrupts?: boolean | null;
            isolated_cpus?: string | null;
            smt_active?: boolean | null;
        };
        IommuDto: {
            enabled?: boolean | null;
            passthrough?: boolean | null;
        };
        VhostDto: {
            net?: boolean | null;
            user?: boolean | null;
            vdpa?: boolean | null;
        };
        AllocationRatiosDto: {
            /** @default 4 */
            cpu?: number | null;
            /** @default 1 */
            ram?: number | null;
            /** @default 1 */
            disk?: number | null;
        };
        ReservedDto: {
            /** @default 0 */
            cpus?: number | null;
            /** @default 512 */
            memory_mib?: number | null;
            /** @default 0 */
            disk_gib?: number | null;
        };
        LocalDiskDto: {
            total_gib: number;
            /** @enum {string} */
            kind: "nvme" | "ssd" | "hdd";
        };
        PagePoolDto: {
            size_kib: number;
            total: number;
            free?: number | null;
        };
        NumaNodeDto: {
            id: number;
            socket?: number | null;
            cpus: string;
            siblings?: number[][] | null;
            memory_mib?: number | null;
            distances?: number[] | null;
            pages?: components["schemas"]["PagePoolDto"][] | null;
        };
        VfDto: {
            index: number;
            address: string;
            vendor_id: string;
            product_id: string;
            driver?: string | null;
            iommu_group?: number | null;
            queues?: number | null;
            queues_max?: number | null;
            msix_vectors?: number | null;
            ifname?: string | null;
            vdpa_device?: string | null;
            /** @enum {string} */
            state: "available" | "in_use_externally" | "unhealthy" | "quarantined";
        };
        PfDto: {
            address: string;
            ifname?: string | null;
            vendor_id: string;
            product_id: string;
            driver?: string | null;
            numa_node?: number | null;
            physical_network?: string | null;
            link_speed_mbps?: number | null;
            /**
             * @default unknown
             * @enum {string|null}
             */
            link_state?: "up" | "down" | "unknown" | null;
            mtu?: number | null;
            combined_queues?: number | null;
            combined_queues_max?: number | null;
            /** @enum {string|null} */
            eswitch_mode?: "legacy" | "switchdev" | null;
            hw_tc_offload?: boolean | null;
            firmware_version?: string | null;
            total_vfs?: number | null;
            vf_total_msix?: number | null;
            iommu_group?: number | null;
            pcie_root?: string | null;
            packet_rate_kpps?: number | null;
            /** @default false */
            one_time_use?: boolean | null;
            vfs?: components["schemas"]["VfDto"][] | null;
        };
        PciDeviceDto: {
            address: string;
            vendor_id: string;
            product_id: string;
            class: string;
            driver?: string | null;
            /**
             * @default type-PCI
             * @enum {string|null}
             */
            device_type?: "type-PCI" | "type-PF" | "type-VF" | null;
            pf_address?: string | null;
            numa_node?: number | null;
            iommu_group?: number | null;
            alias?: string | null;
            /** @default false */
            host_in_use?: boolean | null;
            /** @default false */
            one_time_use?: boolean | null;
        };
        BridgeDto: {
            name: string;
            physical_network?: string | null;
            /** @enum {string} */
            datapath: "system" | "netdev";
            uplink_mbps?: number | null;
            hw_offload?: boolean | null;
        };
        NetworkNumaAffinityDto: {
            physical_network?: string | null;
            numa_nodes: number[];
        };
        ToldFactDto: {
            fact: string;
            source: string;
        };
        UnseenFactDto: {
            fact: string;
            /** @enum {string} */
            reason: "not_told" | "no_permission" | "unreadable" | "tool_missing";
            detail: string;
        };
        AssumedFactDto: {
            fact: string;
            why: string;
        };
        InventoryDto: {
            generation?: number | null;
            /** Format: date-time */
            observed_at?: string | null;
            source?: string | null;
            availability_zone?: string | null;
            aggregates?: string[] | null;
            rack?: string | null;
            versions?: components["schemas"]["HostVersionsDto"] | (never | null);
            cpu?: components["schemas"]["CpuDto"] | (never | null);
            iommu?: components["schemas"]["IommuDto"] | (never | null);
            vhost?: components["schemas"]["VhostDto"] | (never | null);
            allocation_ratios?: components["schemas"]["AllocationRatiosDto"] | (never | null);
            reserved?: components["schemas"]["ReservedDto"] | (never | null);
            cpu_dedicated_set?: string | null;
            cpu_shared_set?: string | null;
            local_disk?: components["schemas"]["LocalDiskDto"] | (never | null);
            numa_nodes: components["schemas"]["NumaNodeDto"][];
            pfs?: components["schemas"]["PfDto"][] | null;
            pci_devices?: components["schemas"]["PciDeviceDto"][] | null;
            bridges?: components["schemas"]["BridgeDto"][] | null;
            network_numa_affinity?: components["schemas"]["NetworkNumaAffinityDto"][] | null;
            /** @default false */
            packing_host_numa_cells_allocation_strategy?: boolean | null;
            /** @default false */
            file_backed_memory?: boolean | null;
            max_queues?: number | null;
            traits?: string[] | null;
            kernel_command_line?: string | null;
            vfio?: boolean | null;
            fact_sources?: components["schemas"]["ToldFactDto"][] | null;
            unseen?: components["schemas"]["UnseenFactDto"][] | null;
            assumed?: components["schemas"]["AssumedFactDto"][] | null;
        };
        InventoryChangesDto: {
            added: string[];
            removed: string[];
            changed: string[];
        };
        InventoryWrittenDto: {
            host_name: string;
            generation: number;
            changes: components["schemas"]["InventoryChangesDto"];
            orphaned_allocations: string[];
            summary: string[];
        };
        BulkInventoryDto: {
            generation?: number | null;
            /** Format: date-time */
            observed_at?: string | null;
            source?: string | null;
            availability_zone?: string | null;
            aggregates?: string[] | null;
            rack?: string | null;
            versions?: components["schemas"]["HostVersionsDto"] | (never | null);
            cpu?: components["schemas"]["CpuDto"] | (never | null);
            iommu?: components["schemas"]["IommuDto"] | (never | null);
            vhost?: components["schemas"]["VhostDto"] | (never | null);
            allocation_ratios?: components["schemas"]["AllocationRatiosDto"] | (never | null);
            reserved?: components["schemas"]["ReservedDto"] | (never | null);
            cpu_dedicated_set?: string | null;
            cpu_shared_set?: string | null;
            local_disk?: components["schemas"]["LocalDiskDto"] | (never | null);
            numa_nodes: components["schemas"]["NumaNodeDto"][];
            pfs?: components["schemas"]["PfDto"][] | null;
            pci_devices?: components["schemas"]["PciDeviceDto"][] | null;
            bridges?: components["schemas"]["BridgeDto"][] | null;
            network_numa_affinity?: components["schemas"]["NetworkNumaAffinityDto"][] | null;
            /** @default false */
            packing_host_numa_cells_allocation_strategy?: boolean | null;
            /** @default false */
            file_backed_memory?: boolean | null;
            max_queues?: number | null;
            traits?: string[] | null;
            kernel_command_line?: string | null;
            vfio?: boolean | null;
            fact_sources?: components["schemas"]["ToldFactDto"][] | null;
            unseen?: components["schemas"]["UnseenFactDto"][] | null;
            assumed?: components["schemas"]["AssumedFactDto"][] | null;
            host_name: string;
        };
        BulkResultDto: {
            line: number;
            host_name?: string | null;
            status: number;
            created?: boolean | null;
            generation?: number | null;
            changes?: components["schemas"]["InventoryChangesDto"] | (never | null);
            orphaned_allocations?: string[] | null;
            summary?: string[] | null;
        };
        HostDto: {
            host_name: string;
            /** @enum {string} */
            state: "active" | "draining" | "disabled";
            generation: number;
            availability_zone?: string | null;
            aggregates: string[];
            pfs: number;
            vfs: number;
            vfs_allocated: number;
            /** Format: date-time */
            observed_at?: string | null;
            /** Format: date-time */
            updated_at: string;
        };
        HostListDto: {
            links: components["schemas"]["LinkDto"][];
            hosts: components["schemas"]["HostDto"][];
        };
        FactSourceDto: {
            /** @enum {string} */
            source: "put" | "nova" | "placement" | "neutron";
            /** Format: date-time */
            observed_at?: string | null;
            age_s?: number | null;
            /** Format: date-time */
            unchanged_since?: string | null;
        };
        LayerAgeDto: {
            format: string;
            /** Format: date-time */
            observed_at: string;
            age_s: number;
            /** Format: date-time */
            received_at: string;
        };
        HostFactDto: {
            name: string;
            /** @enum {string|null} */
            source?: "put" | "nova" | "placement" | "neutron" | null;
            age_s?: number | null;
            others: ("put" | "nova" | "placement" | "neutron")[];
            told_by: string[];
        };
        ComputeServiceDto: {
            /** @enum {string} */
            status: "enabled" | "disabled";
            /** @enum {string} */
            state: "up" | "down" | "absent";
            disabled_reason?: string | null;
        };
        HostAgentDto: {
            agent_type: string;
            alive: boolean;
            admin_state_up: boolean;
            physical_networks: string[];
        };
        FactWarningDto: {
            /** @enum {string} */
            code: "pf.physical_network_differs" | "bridge.physical_network_differs" | "reserved.exceeds_total" | "totals.differ" | "pci_device.not_put" | "compute_service.absent";
            subject: string;
            kept: string;
            other: string;
            /** @enum {string} */
            source: "put" | "nova" | "placement" | "neutron";
        };
        HostFactsDto: {
            host_name: string;
            sources: components["schemas"]["FactSourceDto"][];
            layers: components["schemas"]["LayerAgeDto"][];
            facts: components["schemas"]["HostFactDto"][];
            compute_service?: components["schemas"]["ComputeServiceDto"] | (never | null);
            network_agents?: components["schemas"]["HostAgentDto"][] | null;
            fact_sources: components["schemas"]["ToldFactDto"][];
            unseen: components["schemas"]["UnseenFactDto"][];
            assumed: components["schemas"]["AssumedFactDto"][];
            warnings: components["schemas"]["FactWarningDto"][];
        };
        PatchHostDto: {
            /** @enum {string} */
            state: "active" | "draining" | "disabled";
            generation: number;
        };
        InventoryChangeDto: {
            /** @enum {string} */
            code: "host.added" | "iommu.enabled" | "iommu.disabled" | "iommu.passthrough_changed" | "vhost.gained" | "vhost.lost" | "vfio.gained" | "vfio.lost" | "cpu.fact_changed" | "cpu_dedicated_set.changed" | "cpu_shared_set.changed" | "allocation_ratio.changed" | "reserved.changed" | "local_disk.changed" | "totals.changed" | "max_queues.changed" | "file_backed_memory.changed" | "version.changed" | "kernel_command_line.changed" | "availability_zone.changed" | "aggregates.changed" | "traits.changed" | "network_affinity.changed" | "compute_service.changed" | "network_agents.changed" | "fact_notes.changed" | "fact.changed" | "numa_node.added" | "numa_node.gone" | "numa_node.cpus_changed" | "numa_node.memory_changed" | "numa_node.huge_pages_changed" | "numa_node.fact_changed" | "pf.added" | "pf.gone" | "pf.link_up" | "pf.link_down" | "pf.link_unknown" | "pf.link_speed_changed" | "pf.driver_changed" | "pf.eswitch_mode_changed" | "pf.numa_node_changed" | "pf.physical_network_changed" | "pf.mtu_changed" | "pf.queues_changed" | "pf.numvfs_changed" | "pf.total_vfs_changed" | "pf.iommu_group_changed" | "pf.packet_rate_changed" | "pf.renamed" | "pf.fact_changed" | "vf.added" | "vf.gone" | "vf.state_changed" | "vf.driver_changed" | "vf.queues_changed" | "vf.iommu_group_changed" | "vf.vdpa_device_changed" | "vf.fact_changed" | "pci_device.added" | "pci_device.gone" | "pci_device.driver_changed" | "pci_device.alias_changed" | "pci_device.numa_node_changed" | "pci_device.iommu_group_changed" | "pci_device.host_in_use_changed" | "pci_device.fact_changed" | "bridge.added" | "bridge.gone" | "bridge.changed";
            subject: string;
            field?: string | null;
            count: number;
            text: string;
            before?: (string | null) | number | boolean;
            after?: (string | null) | number | boolean;
            /** @enum {string} */
            effect: "breaks_guests" | "capacity_less" | "capacity_more" | "note";
        };
        TouchReasonDto: {
            /** @enum {string} */
            code: "host.added" | "iommu.enabled" | "iommu.disabled" | "iommu.passthrough_changed" | "vhost.gained" | "vhost.lost" | "vfio.gained" | "vfio.lost" | "cpu.fact_changed" | "cpu_dedicated_set.changed" | "cpu_shared_set.changed" | "allocation_ratio.changed" | "reserved.changed" | "local_disk.changed" | "totals.changed" | "max_queues.changed" | "file_backed_memory.changed" | "version.changed" | "kernel_command_line.changed" | "availability_zone.changed" | "aggregates.changed" | "traits.changed" | "network_affinity.changed" | "compute_service.changed" | "network_agents.changed" | "fact_notes.changed" | "fact.changed" | "numa_node.added" | "numa_node.gone" | "numa_node.cpus_changed" | "numa_node.memory_changed" | "numa_node.huge_pages_changed" | "numa_node.fact_changed" | "pf.added" | "pf.gone" | "pf.link_up" | "pf.link_down" | "pf.link_unknown" | "pf.link_speed_changed" | "pf.driver_changed" | "pf.eswitch_mode_changed" | "pf.numa_node_changed" | "pf.physical_network_changed" | "pf.mtu_changed" | "pf.queues_changed" | "pf.numvfs_changed" | "pf.total_vfs_changed" | "pf.iommu_group_changed" | "pf.packet_rate_changed" | "pf.renamed" | "pf.fact_changed" | "vf.added" | "vf.gone" | "vf.state_changed" | "vf.driver_changed" | "vf.queues_changed" | "vf.iommu_group_changed" | "vf.vdpa_device_changed" | "vf.fact_changed" | "pci_device.added" | "pci_device.gone" | "pci_device.driver_changed" | "pci_device.alias_changed" | "pci_device.numa_node_changed" | "pci_device.iommu_group_changed" | "pci_device.host_in_use_changed" | "pci_device.fact_changed" | "bridge.added" | "bridge.gone" | "bridge.changed";
            subject: string;
            text: string;
        };
        TouchedHoldDto: {
            /** @enum {string} */
            kind: "allocation" | "reservation" | "recommendation";
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            recommendation_id: string;
            vm_name: string;
            member: number;
            project_id: string;
            /** @enum {string} */
            state: "recommended" | "reserved" | "confirmed" | "orphaned";
            server_id?: string | null;
            device?: string | null;
            reasons: components["schemas"]["TouchReasonDto"][];
        };
        ChangeAuthorDto: {
            actor: string;
            reason?: string | null;
            request_id?: string | null;
            user_id?: string | null;
            user_project_id?: string | null;
        };
        KeptInventoryChangeDto: {
            changes: components["schemas"]["InventoryChangeDto"][];
            changes_total: number;
            touched: components["schemas"]["TouchedHoldDto"][];
            touched_total: number;
            id: string;
            generation: number;
            /** Format: date-time */
            at: string;
            by: components["schemas"]["ChangeAuthorDto"];
            source?: string | null;
        };
        InventoryHistoryDto: {
            links: components["schemas"]["LinkDto"][];
            host_name: string;
            history: components["schemas"]["KeptInventoryChangeDto"][];
        };
        InventoryDiffDto: {
            changes: components["schemas"]["InventoryChangeDto"][];
            changes_total: number;
            touched: components["schemas"]["TouchedHoldDto"][];
            touched_total: number;
            host_name: string;
            generation?: number | null;
            orphaned_allocations: string[];
        };
        InventoryImportedDto: {
            host_name: string;
            generation: number;
            changes: components["schemas"]["InventoryChangesDto"];
            orphaned_allocations: string[];
            summary: string[];
            /** @enum {string} */
            format: "sysfs" | "umockdev" | "libvirt" | "hwloc" | "sriov-nodestate" | "ironic" | "lxd" | "nova-conf" | "lshw";
            fact_sources: components["schemas"]["ToldFactDto"][];
            unseen: components["schemas"]["UnseenFactDto"][];
            assumed: components["schemas"]["AssumedFactDto"][];
            warnings: string[];
            diff?: components["schemas"]["InventoryDiffDto"] | (never | null);
        };
        HeldCellDto: {
            numa_node: number;
            shared_vcpus: number;
            pinned_cpus: string;
            unknown_pinned_cpus: number;
            memory_mib: number;
            page_size_kib: number;
        };
        HeldDeviceDto: {
            /** @enum {string} */
            kind: "vf" | "pf" | "pci";
            address: string;
            pf_address?: string | null;
            bandwidth_mbps: number;
        };
        HeldSomewhereDto: {
            count: number;
            vfs_of: string[];
            devices: string[];
        };
        HeldByServerDto: {
            vcpus: number;
            pcpus: number;
            memory_mib: number;
            disk_gib: number;
            cells: components["schemas"]["HeldCellDto"][];
            devices: components["schemas"]["HeldDeviceDto"][];
            devices_somewhere: components["schemas"]["HeldSomewhereDto"][];
        };
        HostServerDto: {
            id: string;
            is_server: boolean;
            name?: string | null;
            status?: string | null;
            project_id?: string | null;
            host_name?: string | null;
            foreign: boolean;
            /** Format: uuid */
            reservation_id?: string | null;
            holds: components["schemas"]["HeldByServerDto"];
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            first_seen_at: string;
            /** Format: date-time */
            last_seen_at: string;
        };
        HostServerListDto: {
            links: components["schemas"]["LinkDto"][];
            servers: components["schemas"]["HostServerDto"][];
        };
        DevicePathsDto: {
            nics: {
                [key: string]: string;
            };
            disks: {
                [key: string]: string;
            };
        };
        WayInterruptionDto: {
            at_least_s: number;
            at_most_s: number;
            reason: string;
        };
        MoveWayDto: {
            /** @enum {string} */
            mechanism: "ledger" | "transparent" | "unplug_replug" | "cold" | "resize" | "evacuate";
            /** @enum {string} */
            action: "none" | "os-migrateLive" | "migrate" | "resize" | "evacuate";
            interruption: components["schemas"]["WayInterruptionDto"];
            paths: components["schemas"]["DevicePathsDto"];
            hosts: number;
            host_names: string[];
        };
        MoveRefusalDto: {
            code: string;
            detail: string;
        };
        StayingDeviceDto: {
            device: string;
            path?: string | null;
            reason: string;
        };
        RejectionExampleDto: {
            host_name: string | null;
            required: string;
            available: string;
        };
        RejectionDto: {
            code: string;
            hosts: number;
            paths: number;
            example: components["schemas"]["RejectionExampleDto"] | (never | null);
        };
        VmMigratabilityDto: {
            /** Format: uuid */
            reservation_id: string;
            /** Format: uuid */
            recommendation_id: string;
            member: number;
            server_id?: string | null;
            name: string;
            project_id: string;
            /** @enum {string} */
            state: "reserved" | "confirmed" | "orphaned";
            paths: components["schemas"]["DevicePathsDto"];
            targets: number;
            ways: components["schemas"]["MoveWayDto"][];
            refusals: components["schemas"]["MoveRefusalDto"][];
            not_live_migratable: components["schemas"]["StayingDeviceDto"][];
            rejections: components["schemas"]["RejectionDto"][];
        };
        NotJudgedServerDto: {
            id: string;
            is_server: boolean;
            name?: string | null;
            project_id?: string | null;
            status?: string | null;
        };
        MigratabilityDto: {
            host_name: string;
            vms: components["schemas"]["VmMigratabilityDto"][];
            not_judged: components["schemas"]["NotJudgedServerDto"][];
            fleet_digest: string;
            model_version: string;
        };
        VfLimitDto: {
            /** @enum {string} */
            kind: "driver" | "device" | "firmware" | "seen" | "unknown";
            vfs?: number | null;
            setting?: string | null;
            factory_default?: number | null;
        };
        QueueStepDto: {
            up_to_vfs: number;
            pairs: number;
        };
        VfQueuesDto: {
            default_pairs?: number | null;
            max_pairs?: number | null;
            by_vf_count: components["schemas"]["QueueStepDto"][];
            by_vectors: number[];
        };
        NicFeaturesDto: {
            /** @enum {string|null} */
            trusted_vf?: "yes" | "no" | "by_firmware" | null;
            switchdev?: boolean | null;
            vdpa?: boolean | null;
        };
        VfRoutingDto: {
            first_vf_offset: number;
            vf_stride: number;
            ari: boolean;
        };
        NicModelDto: {
            name: string;
            vendor: string;
            title: string;
            vendor_id: string;
            pf_product_ids: string[];
            vf_product_ids: string[];
            pf_driver: string;
            vf_driver: string;
            link_speeds_mbps: number[];
            vf_limit: components["schemas"]["VfLimitDto"];
            vf_queues: components["schemas"]["VfQueuesDto"];
            features: components["schemas"]["NicFeaturesDto"];
            vf_routings: components["schemas"]["VfRoutingDto"][];
            unconfirmed: ("ids" | "vf_limit" | "vf_queues" | "vf_routing" | "features")[];
            sources: string[];
            note?: string | null;
        };
        NicModelListDto: {
            nic_models: components["schemas"]["NicModelDto"][];
        };
        AssumedNicFactDto: {
            /** @enum {string} */
            fact: "driver" | "link_speeds_mbps" | "total_vfs" | "vf_driver" | "vf_queues" | "vf_queues_max";
            number?: number | null;
            numbers: number[];
            text?: string | null;
            why: string;
            sources: string[];
        };
        NicWarningDto: {
            /** @enum {string} */
            code: "nic.more_vfs_than_driver_allows" | "nic.total_vfs_above_driver_limit" | "nic.vf_driver_unusual" | "nic.vf_queues_above_limit" | "nic.vf_vectors_too_few" | "nic.switchdev_not_supported" | "nic.vdpa_not_supported" | "nic.trust_depends_on_firmware" | "nic.vf_number_set_in_firmware";
            /** @enum {string} */
            severity: "warning" | "info";
            address: string;
            detail: string;
        };
        HostNicDto: {
            address: string;
            ifname?: string | null;
            vendor_id: string;
            product_id: string;
            driver?: string | null;
            physical_network?: string | null;
            vfs: number;
            total_vfs?: number | null;
            model?: components["schemas"]["NicModelDto"] | (never | null);
            assumed: components["schemas"]["AssumedNicFactDto"][];
            warnings: components["schemas"]["NicWarningDto"][];
        };
        HostNicsDto: {
            host_name: string;
            nics: components["schemas"]["HostNicDto"][];
        };
        VfDemandDto: {
            asked_in_a_day: number;
            unplaced: number;
            pfs_on_network: number;
            share: number;
        };
        VfCountLimitDto: {
            vfs: number;
            why: string;
            is_assumed: boolean;
        };
        VfQueueAdviceDto: {
            wanted?: number | null;
            present_pairs?: number | null;
            recommended_pairs?: number | null;
        };
        VfHolderDto: {
            id: string;
            is_foreign: boolean;
            project_id: string;
            addresses: string[];
        };
        FailedPartDto: {
            /** @enum {string} */
            kind: "host" | "pf" | "link" | "physical_network";
            host_name?: string | null;
            pf_address?: string | null;
            physical_network?: string | null;
        };
        FreedThingDto: {
            /** @enum {string} */
            kind: "hosts" | "vfs" | "huge_pages";
            physical_network?: string | null;
            vfs?: number | null;
            page_size_kib?: number | null;
            pages?: number | null;
        };
        WantedMoveDto: {
            /** Format: uuid */
            recommendation_id: string;
            member?: number | null;
            to_host: string;
        };
        FleetChangeDto: {
            /** @enum {string} */
            op: "add_host" | "add_hosts_like" | "remove_host" | "add_pf" | "remove_pf" | "set_sriov_numvfs" | "set_profile" | "use_model";
            host_name?: string | null;
            inventory?: components["schemas"]["InventoryDto"] | (never | null);
            count?: number | null;
            pf?: components["schemas"]["PfDto"] | (never | null);
            address?: string | null;
            vfs?: number | null;
            profile?: string | null;
            weights?: {
                [key: string]: number;
            } | null;
            model_version?: string | null;
        };
        MaintenanceWindowDto: {
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            hosts?: string[] | null;
        };
        ReplanLimitsDto: {
            max_moves?: number | null;
            max_parallel?: number | null;
            max_parallel_per_host?: number | null;
            /** @default false */
            live_only?: boolean | null;
            /** @default true */
            keep_groups?: boolean | null;
            windows?: components["schemas"]["MaintenanceWindowDto"][] | null;
        };
        FlavorDto: {
            vcpus: number;
            ram_mib: number;
            /** @default 0 */
            disk_gib?: number | null;
            extra_specs?: {
                [key: string]: string;
            } | null;
        };
        NamedFlavorDto: {
            vcpus: number;
            ram_mib: number;
            /** @default 0 */
            disk_gib?: number | null;
            extra_specs?: {
                [key: string]: string;
            } | null;
            name: string;
        };
        ImageDto: {
            os_id?: string | null;
            /**
             * @description Glance image properties; values are strings.
             * @example {
             *       "hw_vif_model": "virtio"
             *     }
             */
            properties?: {
                [key: string]: string;
            } | null;
        };
        LatencyDto: {
            target_us: number;
            percentile: number;
        };
        NicDto: {
            name: string;
            physical_network?: string | null;
            bandwidth_mbps?: number | null;
            packet_rate_kpps?: number | null;
            latency?: components["schemas"]["LatencyDto"] | (never | null);
            paths?: ("emulated" | "virtio" | "vhost_net" | "vhost_user" | "macvtap" | "vdpa" | "sriov_vf" | "sriov_vf_switchdev" | "pci_passthrough")[] | null;
            /** @enum {string|null} */
            numa_affinity_policy?: "required" | "preferred" | "legacy" | "socket" | null;
            /** @default false */
            trusted?: boolean | null;
        };
        DiskDto: {
            name: string;
            iops?: number | null;
            throughput_mibps?: number | null;
            latency?: components["schemas"]["LatencyDto"] | (never | null);
            paths?: ("emulated" | "virtio_scsi" | "virtio_blk" | "pci_passthrough" | "sriov_vf")[] | null;
        };
        GroupDto: {
            id: string;
            /** @enum {string} */
            policy: "affinity" | "anti-affinity" | "soft-affinity" | "soft-anti-affinity";
        };
        ConstraintsDto: {
            availability_zone?: string | null;
            include_hosts?: string[] | null;
            exclude_hosts?: string[] | null;
            aggregates?: string[] | null;
            group?: components["schemas"]["GroupDto"] | (never | null);
        };
        RecommendationRequestDto: {
            name: string;
            /** @default default */
            project_id?: string | null;
            /** @default 1 */
            count?: number | null;
            flavor: components["schemas"]["FlavorDto"];
            existing_flavors?: components["schemas"]["NamedFlavorDto"][] | null;
            image?: components["schemas"]["ImageDto"] | (never | null);
            nics?: components["schemas"]["NicDto"][] | null;
            disks?: components["schemas"]["DiskDto"][] | null;
            /** @enum {string|null} */
            migration?: "live_required" | "live_preferred" | "cold_ok" | null;
            /** @enum {string|null} */
            isolation?: "shared" | "dedicated_vf" | "tenant_pf" | "dedicated_device" | null;
            /** @default balanced */
            profile?: string | null;
            weights?: {
                [key: string]: number;
            } | null;
            constraints?: components["schemas"]["ConstraintsDto"] | (never | null);
            /**
             * @default interactive
             * @enum {string|null}
             */
            priority?: "interactive" | "batch" | null;
            /** @default true */
            reserve?: boolean | null;
            reservation_ttl_s?: number | null;
        };
        ReplanQuestionDto: {
            /** @enum {string} */
            kind: "plan" | "capacity" | "unlock";
            /** @enum {string|null} */
            goal?: "drain" | "failure" | "rebalance" | "consolidate" | null;
            request?: components["schemas"]["RecommendationRequestDto"] | (never | null);
            days?: number | null;
        };
        ReplanRequestDto: {
            /** @enum {string} */
            reason: "drain" | "failure" | "rebalance" | "consolidate" | "what_if";
            hosts?: string[] | null;
            failed?: components["schemas"]["FailedPartDto"][] | null;
            free?: components["schemas"]["FreedThingDto"] | (never | null);
            targets?: components["schemas"]["WantedMoveDto"][] | null;
            changes?: components["schemas"]["FleetChangeDto"][] | null;
            limits?: components["schemas"]["ReplanLimitsDto"] | (never | null);
            question?: components["schemas"]["ReplanQuestionDto"] | (never | null);
            /** @default 30 */
            time_budget_s?: number | null;
        };
        VfReplanDto: {
            purpose: string;
            body: components["schemas"]["ReplanRequestDto"];
        };
        VfChangeDto: {
            holders: components["schemas"]["VfHolderDto"][];
            before: string[];
            replans: components["schemas"]["VfReplanDto"][];
            commands: string[];
        };
        PfVfAdviceDto: {
            pf_address: string;
            ifname?: string | null;
            physical_network?: string | null;
            model?: string | null;
            /** @enum {string} */
            verdict: "no_change" | "more_vfs" | "fewer_vfs";
            present_vfs: number;
            held_vfs: number;
            recommended_vfs: number;
            demand: components["schemas"]["VfDemandDto"];
            limit: components["schemas"]["VfCountLimitDto"];
            queues: components["schemas"]["VfQueueAdviceDto"];
            why: string[];
            change?: components["schemas"]["VfChangeDto"] | (never | null);
        };
        VfAdviceDto: {
            host_name: string;
            pfs: components["schemas"]["PfVfAdviceDto"][];
        };
        ScoreTermDto: {
            name: string;
            weight: number;
            value: number;
            reason: string;
        };
        ScoreDto: {
            total: number;
            terms: components["schemas"]["ScoreTermDto"][];
        };
        SummandDto: {
            name: string;
            frequency: number;
            cost_us: number;
            total_us: number;
        };
        LatencyPredictionDto: {
            p50: number;
            p99: number;
            p99_9: number;
            interval: number[];
            summands: components["schemas"]["SummandDto"][];
        };
        AmountPredictionDto: {
            value: number;
            interval: number[];
        };
        NicPredictionDto: {
            latency_us?: components["schemas"]["LatencyPredictionDto"] | (never | null);
            host_cores: components["schemas"]["AmountPredictionDto"];
            overloaded: boolean;
            evidence: string[];
            extrapolated: boolean;
            assumed: string[];
            throughput_mbps: components["schemas"]["AmountPredictionDto"];
            packet_rate_kpps: components["schemas"]["AmountPredictionDto"];
        };
        PlacedNicDto: {
            name: string;
            /** @enum {string} */
            path: "emulated" | "virtio" | "vhost_net" | "vhost_user" | "macvtap" | "vdpa" | "sriov_vf" | "sriov_vf_switchdev" | "pci_passthrough";
            vnic_type: string;
            numa_node?: number | null;
            queues: number;
            score: components["schemas"]["ScoreDto"];
            predicted: components["schemas"]["NicPredictionDto"];
        };
        DiskPredictionDto: {
            latency_us?: components["schemas"]["LatencyPredictionDto"] | (never | null);
            host_cores: components["schemas"]["AmountPredictionDto"];
            overloaded: boolean;
            evidence: string[];
            extrapolated: boolean;
            assumed: string[];
            iops: components["schemas"]["AmountPredictionDto"];
            throughput_mibps: components["schemas"]["AmountPredictionDto"];
        };
        PlacedDiskDto: {
            name: string;
            /** @enum {string} */
            path: "emulated" | "virtio_scsi" | "virtio_blk" | "pci_passthrough" | "sriov_vf";
            numa_node?: number | null;
            score: components["schemas"]["ScoreDto"];
            predicted: components["schemas"]["DiskPredictionDto"];
        };
        MigrationDto: {
            live: boolean;
            /** @enum {string} */
            mechanism: "transparent" | "unplug_replug" | "none";
            conditions: string[];
            candidate_targets: number;
        };
        CellDto: {
            guest_cell: number;
            host_node: number | null;
            shared_vcpus: number;
            pinned_cpus: string | null;
            pinning: {
                [key: string]: number;
            } | null;
            memory_mib: number;
            page_size_kib: number;
        };
        ComputeDto: {
            vcpus: number;
            pcpus: number;
            memory_mib: number;
            disk_gib: number;
            cells: components["schemas"]["CellDto"][];
        };
        PickedDeviceDto: {
            device: string;
            /** @enum {string} */
            kind: "vf" | "pf" | "pci";
            address: string | null;
            pf_address?: string | null;
            numa_node?: number | null;
        };
        NovaFlavorDto: {
            name: string;
            vcpus: number;
            ram_mib: number;
            disk_gib: number;
            extra_specs: {
                [key: string]: string;
            };
            reused: boolean;
        };
        DiskBusDto: {
            disk: string;
            disk_bus: string;
        };
        NovaServerDto: {
            host: string | null;
            availability_zone?: string | null;
        };
        NovaDto: {
            flavor: components["schemas"]["NovaFlavorDto"];
            image_properties: {
                [key: string]: string;
            };
            block_device_mapping: components["schemas"]["DiskBusDto"][];
            server: components["schemas"]["NovaServerDto"];
        };
        NeutronPortDto: {
            name: string;
            "binding:vnic_type": string;
            "binding:profile": {
                [key: string]: unknown;
            };
            numa_affinity_policy?: string | null;
            trusted?: boolean | null;
            hardware_offload_type?: string | null;
        };
        PortNoteDto: {
            name: string;
            physical_network?: string | null;
            /** @enum {string} */
            required_role: "member" | "admin" | "service";
            notes: string[];
        };
        NeutronDto: {
            ports: components["schemas"]["NeutronPortDto"][];
            port_notes: components["schemas"]["PortNoteDto"][];
        };
        AllocationDto: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            reservation_id: string;
            /** Format: uuid */
            recommendation_id: string;
            project_id: string;
            member: number;
            host_name: string | null;
            device: string;
            /** @enum {string} */
            kind: "vf" | "pf" | "pci";
            pf_address?: string | null;
            vf_address: string | null;
            numa_node?: number | null;
            /** @enum {string} */
            state: "reserved" | "confirmed" | "orphaned" | "released" | "expired";
            server_id?: string | null;
            generation: number;
            /** Format: date-time */
            expires_at?: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        ReservationDto: {
            /** Format: uuid */
            id: string;
            member: number;
            host_name: string | null;
            /** @enum {string} */
            state: "reserved" | "confirmed" | "orphaned" | "released" | "expired";
            server_id?: string | null;
            /** Format: date-time */
            expires_at?: string | null;
            /** Format: uuid */
            move_of?: string | null;
        };
        TuningDto: {
            code: string;
            advice: string;
            source: string;
        };
        PrerequisiteDto: {
            code: string;
            what: string | null;
            snippet: string | null;
            met?: boolean | null;
        };
        FactsDto: {
            oldest_age_s?: number | null;
            score_discount: number;
            assumed: string[];
        };
        ProfileVersionDto: {
            name: string;
            version: number;
        };
        PlacementDto: {
            host_name: string | null;
            score: number;
            host_terms: components["schemas"]["ScoreTermDto"][];
            nics: components["schemas"]["PlacedNicDto"][];
            disks: components["schemas"]["PlacedDiskDto"][];
            migration: components["schemas"]["MigrationDto"];
            compute: components["schemas"]["ComputeDto"];
            devices: components["schemas"]["PickedDeviceDto"][];
            nova: components["schemas"]["NovaDto"];
            neutron: components["schemas"]["NeutronDto"];
            vf_allocations: components["schemas"]["AllocationDto"][];
            reservations: components["schemas"]["ReservationDto"][];
            host_tuning: components["schemas"]["TuningDto"][];
            operator_prerequisites: components["schemas"]["PrerequisiteDto"][];
            facts: components["schemas"]["FactsDto"];
        };
        RelaxationChangeDto: {
            /** @enum {string} */
            target: "request" | "fleet";
            subject: string;
            pointer?: string | null;
            from?: string | null;
            to: string;
        };
        RelaxedLatencyDto: {
            p50: number;
            p99: number;
        };
        RelaxedDeviceDto: {
            name: string;
            /** @enum {string} */
            path: "emulated" | "virtio" | "vhost_net" | "vhost_user" | "macvtap" | "vdpa" | "sriov_vf" | "sriov_vf_switchdev" | "pci_passthrough" | "virtio_scsi" | "virtio_blk";
            latency_us?: components["schemas"]["RelaxedLatencyDto"] | (never | null);
        };
        RelaxedMigrationDto: {
            live: boolean;
            /** @enum {string} */
            mechanism: "transparent" | "unplug_replug" | "none";
        };
        RelaxedPredictionDto: {
            host_name: string | null;
            nics: components["schemas"]["RelaxedDeviceDto"][];
            disks: components["schemas"]["RelaxedDeviceDto"][];
            migration: components["schemas"]["RelaxedMigrationDto"];
        };
        RelaxationDto: {
            change: string;
            hosts_unlocked: number;
            costs: string;
            size: number;
            changes: components["schemas"]["RelaxationChangeDto"][];
            example_hosts: string[];
            predicted?: components["schemas"]["RelaxedPredictionDto"] | (never | null);
            predicted_as_asked?: components["schemas"]["RelaxedPredictionDto"] | (never | null);
        };
        FailureDto: {
            code: string;
            detail: string;
        };
        RecommendationDto: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            status: "queued" | "scoring" | "ready" | "no_valid_host" | "failed";
            host_name?: string | null;
            score?: number;
            host_terms?: components["schemas"]["ScoreTermDto"][];
            nics?: components["schemas"]["PlacedNicDto"][];
            disks?: components["schemas"]["PlacedDiskDto"][];
            migration?: components["schemas"]["MigrationDto"];
            compute?: components["schemas"]["ComputeDto"];
            devices?: components["schemas"]["PickedDeviceDto"][];
            nova?: components["schemas"]["NovaDto"];
            neutron?: components["schemas"]["NeutronDto"];
            vf_allocations?: components["schemas"]["AllocationDto"][];
            reservations?: components["schemas"]["ReservationDto"][];
            host_tuning?: components["schemas"]["TuningDto"][];
            operator_prerequisites?: components["schemas"]["PrerequisiteDto"][];
            facts?: components["schemas"]["FactsDto"];
            name: string;
            project_id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            decided_at?: string | null;
            model_version?: string | null;
            profile?: components["schemas"]["ProfileVersionDto"] | (never | null);
            fleet_digest?: string | null;
            input_hash?: string | null;
            members?: components["schemas"]["PlacementDto"][] | null;
            alternatives?: components["schemas"]["PlacementDto"][] | null;
            rejections?: components["schemas"]["RejectionDto"][] | null;
            relaxations?: components["schemas"]["RelaxationDto"][] | null;
            failure?: components["schemas"]["FailureDto"] | (never | null);
        };
        AcceptedDto: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            status: "queued" | "scoring" | "ready" | "no_valid_host" | "failed";
        };
        RecommendationListDto: {
            links: components["schemas"]["LinkDto"][];
            recommendations: components["schemas"]["RecommendationDto"][];
        };
        HostsPastDto: {
            in: number;
            out: number;
        };
        WaterfallStepDto: {
            rule: string;
            /** @enum {string} */
            level: "host" | "path" | "device" | "together";
            alone: components["schemas"]["HostsPastDto"];
            together: components["schemas"]["HostsPastDto"];
            only_this: number;
        };
        PathReasonDto: {
            subject: string;
            path?: string | null;
            code: string;
            required: string;
            available: string;
        };
        RefusedDevicesDto: {
            refused: number;
            of: number;
        };
        BlockerDto: {
            rule: string;
            /** @enum {string} */
            level: "host" | "path" | "device" | "together";
            code: string;
            required: string;
            available: string;
            devices?: components["schemas"]["RefusedDevicesDto"] | (never | null);
        };
        ExplainedPathDto: {
            subject: string;
            path: string;
            first?: components["schemas"]["BlockerDto"] | (never | null);
            blocking: components["schemas"]["BlockerDto"][];
        };
        HostExplanationDto: {
            host_name: string | null;
            takes_vm: boolean;
            reasons: components["schemas"]["PathReasonDto"][];
            blocking: components["schemas"]["BlockerDto"][];
            paths: components["schemas"]["ExplainedPathDto"][];
        };
        ExplanationDto: {
            links: components["schemas"]["LinkDto"][];
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            status: "queued" | "scoring" | "ready" | "no_valid_host" | "failed";
            waterfall: components["schemas"]["WaterfallStepDto"][];
            rejections: components["schemas"]["RejectionDto"][];
            relaxations: components["schemas"]["RelaxationDto"][];
            hosts: components["schemas"]["HostExplanationDto"][];
        };
        ConfirmRecommendationDto: {
            server_ids: string[];
        };
        RenewRecommendationDto: {
            ttl_s: number;
        };
        HistoryEntryDto: {
            /** Format: date-time */
            at: string;
            actor: string;
            reason?: string | null;
            request_id?: string | null;
            user_id?: string | null;
            user_project_id?: string | null;
            /** @enum {string} */
            subject: "reservation" | "allocation";
            /** Format: uuid */
            subject_id: string;
            member: number;
            /** @enum {string|null} */
            from_state?: "reserved" | "confirmed" | "orphaned" | "released" | "expired" | null;
            /** @enum {string} */
            to_state: "reserved" | "confirmed" | "orphaned" | "released" | "expired" | "deleted";
            generation?: number | null;
            host_name: string | null;
            device_address?: string | null;
            server_id?: string | null;
            /** Format: date-time */
            expires_at?: string | null;
        };
        HistoryDto: {
            history: components["schemas"]["HistoryEntryDto"][];
        };
        AllocationListDto: {
            links: components["schemas"]["LinkDto"][];
            allocations: components["schemas"]["AllocationDto"][];
        };
        ConfirmAllocationDto: {
            server_id: string;
            generation?: number | null;
        };
        ReleaseAllocationDto: {
            /**
             * @default done
             * @enum {string|null}
             */
            cleanup?: "done" | "failed" | null;
        };
        RenewAllocationDto: {
            ttl_s: number;
            generation?: number | null;
        };
        QuarantineDto: {
            /** Format: uuid */
            id: string;
            host_name: string;
            device_address: string;
            pf_address?: string | null;
            /** @enum {string} */
            reason: "one_time_use" | "cleanup_failed" | "operator";
            note?: string | null;
            /** Format: uuid */
            allocation_id?: string | null;
            /** Format: date-time */
            since: string;
            by: string;
            /** Format: date-time */
            cleared_at?: string | null;
            cleared_by?: string | null;
        };
        ObservedLatencyDto: {
            p50: number;
            p99?: number | null;
        };
        ObserveAllocationDto: {
            /** Format: date-time */
            measured_at?: string | null;
            duration_s: number;
            message_bytes: number;
            streams: number;
            queue_depth?: number | null;
            /** @enum {string|null} */
            access?: "random_read" | "random_write" | "sequential_read" | "sequential_write" | null;
            latency_us?: components["schemas"]["ObservedLatencyDto"] | (never | null);
            throughput_mbps?: number | null;
            packet_rate_kpps?: number | null;
            iops?: number | null;
            throughput_mibps?: number | null;
            samples?: number | null;
        };
        ObservedRunDto: {
            /** Format: uuid */
            series_id: string;
            workload: string;
            measured: {
                [key: string]: number;
            };
            warnings: string[];
        };
        ObservationDto: {
            runs: components["schemas"]["ObservedRunDto"][];
        };
        MoveDto: {
            /** Format: uuid */
            recommendation_id?: string | null;
            member?: number | null;
            /** Format: uuid */
            allocation_id?: string | null;
            to_host?: string | null;
            generation?: number | null;
        };
        SwapDto: {
            moves: components["schemas"]["MoveDto"][];
            reason?: string | null;
            /** @default false */
            dry_run?: boolean | null;
        };
        NewPlaceDto: {
            host_name: string | null;
            score: number;
            host_terms: components["schemas"]["ScoreTermDto"][];
            nics: components["schemas"]["PlacedNicDto"][];
            disks: components["schemas"]["PlacedDiskDto"][];
            compute: components["schemas"]["ComputeDto"];
            devices: components["schemas"]["PickedDeviceDto"][];
            nova: components["schemas"]["NovaDto"];
            neutron: components["schemas"]["NeutronDto"];
            host_tuning: components["schemas"]["TuningDto"][];
            operator_prerequisites: components["schemas"]["PrerequisiteDto"][];
            facts: components["schemas"]["FactsDto"];
        };
        SwappedVmDto: {
            /** Format: uuid */
            recommendation_id: string;
            member: number;
            from_host: string;
            to_host: string;
            reservation?: components["schemas"]["ReservationDto"] | (never | null);
            allocations: components["schemas"]["AllocationDto"][];
            placement?: components["schemas"]["NewPlaceDto"] | (never | null);
        };
        SwappedDto: {
            dry_run: boolean;
            moves: components["schemas"]["SwappedVmDto"][];
        };
        QuarantineListDto: {
            links: components["schemas"]["LinkDto"][];
            quarantines: components["schemas"]["QuarantineDto"][];
        };
        OpenQuarantineDto: {
            host_name: string;
            device_address: string;
            note?: string | null;
        };
        CardPredictionDto: {
            latency_us?: components["schemas"]["LatencyPredictionDto"] | (never | null);
            host_cores: components["schemas"]["AmountPredictionDto"];
            overloaded: boolean;
            evidence: string[];
            extrapolated: boolean;
            assumed: string[];
            /** @enum {string} */
            basis: "host" | "assumed";
            throughput_gbps?: components["schemas"]["AmountPredictionDto"] | (never | null);
            packet_rate_mpps?: components["schemas"]["AmountPredictionDto"] | (never | null);
            iops?: components["schemas"]["AmountPredictionDto"] | (never | null);
            throughput_mibps?: components["schemas"]["AmountPredictionDto"] | (never | null);
            host_cores_per_gbps?: components["schemas"]["AmountPredictionDto"] | (never | null);
        };
        CardMigrationDto: {
            /** @enum {string} */
            mechanism: "transparent" | "unplug_replug" | "none";
            interruption: string;
            conditions: string[];
        };
        CardIsolationDto: {
            class: string;
            by: string;
        };
        KeptOutDto: {
            code: string;
            hosts?: number | null;
            required: string;
            available: string;
        };
        PathCardDto: {
            device: string;
            /** @enum {string} */
            kind: "nic" | "disk";
            /** @enum {string} */
            path: "emulated" | "virtio" | "vhost_net" | "vhost_user" | "macvtap" | "vdpa" | "sriov_vf" | "sriov_vf_switchdev" | "pci_passthrough" | "virtio_scsi" | "virtio_blk";
            summary: string;
            host_name?: string | null;
            hosts?: number | null;
            score?: number | null;
            predicted: components["schemas"]["CardPredictionDto"];
            migration: components["schemas"]["CardMigrationDto"];
            isolation: components["schemas"]["CardIsolationDto"];
            prerequisites_missing: components["schemas"]["PrerequisiteDto"][];
            blocked_by: components["schemas"]["KeptOutDto"][];
        };
        ComparisonDto: {
            paths: components["schemas"]["PathCardDto"][];
        };
        AssumedHardwareDto: {
            link_speed_mbps?: number | null;
            /**
             * @default unknown
             * @enum {string|null}
             */
            interrupts?: "legacy" | "posted" | "polling" | "unknown" | null;
            /** @enum {string|null} */
            storage?: "nvme" | "ssd" | "hdd" | null;
        };
        CompareRequestDto: {
            name: string;
            /** @default default */
            project_id?: string | null;
            /** @default 1 */
            count?: number | null;
            flavor: components["schemas"]["FlavorDto"];
            existing_flavors?: components["schemas"]["NamedFlavorDto"][] | null;
            image?: components["schemas"]["ImageDto"] | (never | null);
            nics?: components["schemas"]["NicDto"][] | null;
            disks?: components["schemas"]["DiskDto"][] | null;
            /** @enum {string|null} */
            migration?: "live_required" | "live_preferred" | "cold_ok" | null;
            /** @enum {string|null} */
            isolation?: "shared" | "dedicated_vf" | "tenant_pf" | "dedicated_device" | null;
            /** @default balanced */
            profile?: string | null;
            weights?: {
                [key: string]: number;
            } | null;
            constraints?: components["schemas"]["ConstraintsDto"] | (never | null);
            /**
             * @default interactive
             * @enum {string|null}
             */
            priority?: "interactive" | "batch" | null;
            /** @default true */
            reserve?: boolean | null;
            reservation_ttl_s?: number | null;
            assume?: components["schemas"]["AssumedHardwareDto"] | (never | null);
        };
        ReplayRequestDto: {
            profile?: string | null;
            profile_version?: number | null;
            model_version?: string | null;
            weights?: {
                [key: string]: number;
            } | null;
        };
        ReplayedWithDto: {
            profile: components["schemas"]["ProfileVersionDto"];
            weights?: {
                [key: string]: number;
            } | null;
            model_version: string;
        };
        ReplayedFleetDto: {
            same?: boolean | null;
            digest: string;
            decided_on?: string | null;
        };
        DifferenceDto: {
            pointer: string;
            before?: (string | null) | number | boolean;
            after?: (string | null) | number | boolean;
        };
        ReplayDto: {
            /** Format: uuid */
            recommendation_id: string;
            same_input: boolean;
            with: components["schemas"]["ReplayedWithDto"];
            fleet: components["schemas"]["ReplayedFleetDto"];
            decision: components["schemas"]["RecommendationDto"];
            differences: components["schemas"]["DifferenceDto"][];
            since_then: components["schemas"]["DifferenceDto"][];
            by_choice: components["schemas"]["DifferenceDto"][];
        };
        RealiseRequestDto: {
            image: string;
            networks?: {
                [key: string]: string;
            } | null;
            ports_project?: string | null;
            port_security_enabled?: boolean | null;
            /**
             * @default free
             * @enum {string|null}
             */
            placement?: "free" | "zone" | "host" | null;
            key_name?: string | null;
            /** Format: uuid */
            server_group?: string | null;
            volumes?: {
                [key: string]: string;
            } | null;
            /** @default false */
            boot?: boolean | null;
            /** @default false */
            dry_run?: boolean | null;
        };
        RealisedImageDto: {
            id: string;
            name: string;
        };
        RealisedFlavorDto: {
            id?: string | null;
            name: string;
            created: boolean;
        };
        RealisedPortDto: {
            nic: string;
            name: string;
            network_id: string;
            id?: string | null;
        };
        CloudCallDto: {
            /** @enum {string} */
            service: "compute" | "network";
            method: string;
            path: string;
            microversion?: string | null;
            body: {
                [key: string]: unknown;
            };
        };
        RealisedVmDto: {
            member: number;
            /** @enum {string} */
            state: "creating" | "created" | "booted" | "failed";
            host_name: string;
            server_name: string;
            flavor: components["schemas"]["RealisedFlavorDto"];
            ports: components["schemas"]["RealisedPortDto"][];
            server_request?: components["schemas"]["CloudCallDto"] | (never | null);
            server_id?: string | null;
        };
        RealisationDto: {
            /** Format: uuid */
            recommendation_id: string;
            dry_run: boolean;
            image: components["schemas"]["RealisedImageDto"];
            vms: components["schemas"]["RealisedVmDto"][];
            calls: components["schemas"]["CloudCallDto"][];
            notes: string[];
        };
        ProfileTargetsDto: {
            nic_latency_us: number;
            nic_throughput_mbps: number;
            disk_latency_us: number;
            disk_iops: number;
        };
        ProfileDefaultsDto: {
            /**
             * @default live_preferred
             * @enum {string|null}
             */
            migration?: "live_required" | "live_preferred" | "cold_ok" | null;
            /**
             * @default shared
             * @enum {string|null}
             */
            isolation?: "shared" | "dedicated_vf" | "tenant_pf" | "dedicated_device" | null;
            /** @default 900 */
            reservation_ttl_s?: number | null;
        };
        ProfileDto: {
            description?: string | null;
            weights: {
                [key: string]: number;
            };
            targets: components["schemas"]["ProfileTargetsDto"];
            /** @default false */
            packs?: boolean | null;
            defaults?: components["schemas"]["ProfileDefaultsDto"] | (never | null);
            name: string;
            version: number;
            generation: number;
            built_in: boolean;
            /** Format: date-time */
            created_at: string;
        };
        ProfileListDto: {
            links: components["schemas"]["LinkDto"][];
            profiles: components["schemas"]["ProfileDto"][];
        };
        PutProfileDto: {
            description?: string | null;
            weights: {
                [key: string]: number;
            };
            targets: components["schemas"]["ProfileTargetsDto"];
            /** @default false */
            packs?: boolean | null;
            defaults?: components["schemas"]["ProfileDefaultsDto"] | (never | null);
            generation?: number | null;
            name?: string | null;
            version?: number | null;
            built_in?: boolean | null;
            /** Format: date-time */
            created_at?: string | null;
        };
        LintPortDto: {
            name?: string | null;
            /**
             * @default normal
             * @enum {string|null}
             */
            "binding:vnic_type"?: "normal" | "direct" | "macvtap" | "direct-physical" | "virtio-forwarder" | "vdpa" | "remote-managed" | "accelerator-direct" | "accelerator-direct-physical" | null;
            "binding:vif_type"?: string | null;
            "binding:profile"?: {
                [key: string]: unknown;
            } | null;
            /** @enum {string|null} */
            numa_affinity_policy?: "required" | "preferred" | "legacy" | "socket" | null;
            trusted?: boolean | null;
            hardware_offload_type?: string | null;
        };
        LintRequestDto: {
            /** @enum {string|null} */
            release?: "zed" | "2023.1" | "2023.2" | "2024.1" | "2024.2" | "2025.1" | "2025.2" | "2026.1" | null;
            flavor: components["schemas"]["FlavorDto"];
            image?: components["schemas"]["ImageDto"] | (never | null);
            ports?: components["schemas"]["LintPortDto"][] | null;
        };
        LintRuleDto: {
            text: string;
            source: string;
        };
        LintChangeDto: {
            /** @enum {string} */
            op: "set" | "remove";
            pointer: string;
            value?: (string | null) | boolean;
        };
        LintFindingDto: {
            code: string;
            /** @enum {string} */
            severity: "error" | "warning" | "notice";
            pointer: string;
            rule: components["schemas"]["LintRuleDto"];
            message: string;
            fix?: components["schemas"]["LintChangeDto"][] | null;
        };
        LintAnswerDto: {
            /** @enum {string} */
            release: "zed" | "2023.1" | "2023.2" | "2024.1" | "2024.2" | "2025.1" | "2025.2" | "2026.1";
            findings: components["schemas"]["LintFindingDto"][];
        };
        FlavorNeedDto: {
            vcpus: number;
            ram_mib: number;
            disk_gib?: number | null;
            /** @default 1 */
            weight?: number | null;
        };
        FlavorInUseDto: {
            vcpus: number;
            ram_mib: number;
            /** @default 0 */
            disk_gib?: number | null;
            extra_specs?: {
                [key: string]: string;
            } | null;
            name: string;
            requests?: components["schemas"]["FlavorNeedDto"][] | null;
            /** @default 1 */
            weight?: number | null;
        };
        MergeToleranceDto: {
            /** @default 0 */
            max_extra_vcpus?: number | null;
            /** @default 0 */
            max_extra_ram_percent?: number | null;
            /** @default 0 */
            max_extra_disk_gib?: number | null;
            may_gain_extra_specs?: string[] | null;
        };
        ConsolidateRequestDto: {
            /** @enum {string|null} */
            release?: "zed" | "2023.1" | "2023.2" | "2024.1" | "2024.2" | "2025.1" | "2025.2" | "2026.1" | null;
            flavors: components["schemas"]["FlavorInUseDto"][];
            images?: components["schemas"]["ImageDto"][] | null;
            tolerance?: components["schemas"]["MergeToleranceDto"] | (never | null);
        };
        FlavorMergeDto: {
            from: string[];
            into: string;
            /** @enum {string} */
            kind: "equal" | "larger";
            why: string;
        };
        ConsolidationDto: {
            /** @enum {string} */
            release: "zed" | "2023.1" | "2023.2" | "2024.1" | "2024.2" | "2025.1" | "2025.2" | "2026.1";
            flavors: components["schemas"]["FlavorInUseDto"][];
            merges: components["schemas"]["FlavorMergeDto"][];
            before: number;
            after: number;
            exact: boolean;
        };
        StartAuditDto: {
            /** @default false */
            repair?: boolean | null;
        };
        DiscrepancyCountDto: {
            /** @enum {string} */
            code: "guard.missing" | "capacity.missing" | "capacity.differs" | "used.differs" | "foreign_used.differs" | "server.counted_differs" | "capacity.exceeded" | "device.held_twice" | "device.pf_with_vfs" | "device.not_in_inventory" | "cpu.pinned_twice" | "hold.host_missing" | "hold.host_differs" | "allocation.reservation_ended" | "allocation.state_differs" | "reservation.devices_ended" | "reservation.overdue" | "history.differs" | "recommendation.nothing_reserved" | "outbox.undelivered";
            found: number;
            left: number;
        };
        DiscrepancyDto: {
            /** @enum {string} */
            code: "guard.missing" | "capacity.missing" | "capacity.differs" | "used.differs" | "foreign_used.differs" | "server.counted_differs" | "capacity.exceeded" | "device.held_twice" | "device.pf_with_vfs" | "device.not_in_inventory" | "cpu.pinned_twice" | "hold.host_missing" | "hold.host_differs" | "allocation.reservation_ended" | "allocation.state_differs" | "reservation.devices_ended" | "reservation.overdue" | "history.differs" | "recommendation.nothing_reserved" | "outbox.undelivered";
            subject: string;
            expected: string;
            found: string;
            repair: string;
            repairable: boolean;
            repaired: boolean;
        };
        AuditDto: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            origin: "request" | "schedule" | "command";
            repair: boolean;
            /** Format: date-time */
            started_at: string;
            /** Format: date-time */
            finished_at: string;
            hosts: number;
            counts: components["schemas"]["DiscrepancyCountDto"][];
            discrepancies: components["schemas"]["DiscrepancyDto"][];
        };
        AuditSummaryDto: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            origin: "request" | "schedule" | "command";
            repair: boolean;
            /** Format: date-time */
            started_at: string;
            /** Format: date-time */
            finished_at: string;
            hosts: number;
            counts: components["schemas"]["DiscrepancyCountDto"][];
        };
        AuditListDto: {
            links: components["schemas"]["LinkDto"][];
            audits: components["schemas"]["AuditSummaryDto"][];
        };
        BenchmarkConditionsDto: {
            /** @enum {string} */
            device: "nic" | "disk";
            host_name: string;
            /** @enum {string} */
            path: "emulated" | "virtio" | "vhost_net" | "vhost_user" | "macvtap" | "vdpa" | "sriov_vf" | "sriov_vf_switchdev" | "pci_passthrough" | "virtio_scsi" | "virtio_blk" | "native";
            vcpus: number;
            /** @enum {string} */
            numa: "local" | "remote" | "unknown";
            /** @default 1 */
            sharers?: number | null;
            link_speed_mbps?: number | null;
            queues?: number | null;
            /**
             * @default unknown
             * @enum {string|null}
             */
            interrupts?: "legacy" | "posted" | "polling" | "unknown" | null;
            /** @enum {string|null} */
            topology?: "wire" | "vm_host" | "vm_vm_same_host" | null;
            /** @enum {string|null} */
            storage?: "nvme" | "ssd" | "hdd" | null;
            io_thread?: boolean | null;
            message_bytes?: number | null;
            streams?: number | null;
        };
        ToolResultDto: {
            /** @enum {string} */
            tool: "iperf3" | "fio" | "netperf" | "sockperf";
            output: string;
        };
        SubmitBenchmarkDto: {
            conditions: components["schemas"]["BenchmarkConditionsDto"];
            results: components["schemas"]["ToolResultDto"][];
        };
        MetricStatisticsDto: {
            runs: number;
            centre: number;
            sd?: number | null;
            cv?: number | null;
            low?: number | null;
            high?: number | null;
            metric: string;
            unstable: boolean;
        };
        BenchmarkRunDto: {
            /** @enum {string} */
            tool: "iperf3" | "fio" | "netperf" | "sockperf" | "observed";
            tool_version?: string | null;
            job?: string | null;
            duration_s: number;
            samples?: number | null;
            measured: {
                [key: string]: number;
            };
            warnings: string[];
            /** Format: date-time */
            submitted_at: string;
            submitted_by?: string | null;
        };
        BenchmarkSeriesDto: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            origin: "benchmark" | "observation";
            conditions: components["schemas"]["BenchmarkConditionsDto"];
            workload: string;
            message_bytes: number;
            streams: number;
            queue_depth?: number | null;
            statistics: components["schemas"]["MetricStatisticsDto"][];
            thin: boolean;
            runs: components["schemas"]["BenchmarkRunDto"][];
            /** Format: date-time */
            created_at: string;
        };
        SubmittedBenchmarksDto: {
            series: components["schemas"]["BenchmarkSeriesDto"][];
        };
        BenchmarkListDto: {
            links: components["schemas"]["LinkDto"][];
            series: components["schemas"]["BenchmarkSeriesDto"][];
        };
        ModelScopeDto: {
            /** @enum {string} */
            kind: "all" | "hardware_class" | "host";
            name?: string | null;
        };
        CreateCalibrationDto: {
            scopes?: components["schemas"]["ModelScopeDto"][] | null;
            series?: string[] | null;
            /** @default true */
            include_observations?: boolean | null;
        };
        BeliefDto: {
            value: number;
            spread: number;
        };
        FittedParameterDto: {
            name: string;
            unit: string;
            prior: components["schemas"]["BeliefDto"];
            observations: number;
            posterior: components["schemas"]["BeliefDto"];
            clipped: boolean;
        };
        SeriesErrorDto: {
            /** Format: uuid */
            series_id: string;
            metric: string;
            measured: number;
            before: number;
            after: number;
            held_back: boolean;
        };
        HeldBackErrorDto: {
            before: number;
            after: number;
        };
        ScopeCalibrationDto: {
            scope: components["schemas"]["ModelScopeDto"];
            parameters: components["schemas"]["FittedParameterDto"][];
            errors: components["schemas"]["SeriesErrorDto"][];
            held_back_error?: components["schemas"]["HeldBackErrorDto"] | (never | null);
            series: string[];
        };
        UnusedSeriesDto: {
            /** Format: uuid */
            series_id: string;
            /** @enum {string} */
            reason: "unstable" | "no_question" | "out_of_scope" | "host_gone";
        };
        CalibrationDto: {
            version: string;
            /** @enum {string} */
            state: "shadow" | "active" | "retired";
            base: string;
            from_version: string;
            scopes: components["schemas"]["ScopeCalibrationDto"][];
            unused: components["schemas"]["UnusedSeriesDto"][];
            /** Format: date-time */
            created_at: string;
            created_by?: string | null;
        };
        ModelSummaryDto: {
            version: string;
            /** @enum {string} */
            state: "shadow" | "active" | "retired";
            base?: string | null;
            scopes: components["schemas"]["ModelScopeDto"][];
            /** Format: date-time */
            created_at?: string | null;
            created_by?: string | null;
        };
        ModelListDto: {
            links: components["schemas"]["LinkDto"][];
            active_version: string;
            shipped: components["schemas"]["ModelSummaryDto"];
            models: components["schemas"]["ModelSummaryDto"][];
        };
        ModelParameterDto: {
            name: string;
            value: number;
            spread: number;
            unit: string;
            evidence: string[];
            thin: boolean;
        };
        ModelScopeParametersDto: {
            scope: components["schemas"]["ModelScopeDto"];
            parameters: components["schemas"]["ModelParameterDto"][];
        };
        ModelChangeDto: {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            action: "calibrate" | "promote" | "rollback";
            from_version: string;
            to_version: string;
            by?: string | null;
            request_id?: string | null;
        };
        ModelDto: {
            version: string;
            /** @enum {string} */
            state: "shadow" | "active" | "retired";
            base?: string | null;
            scopes: components["schemas"]["ModelScopeDto"][];
            /** Format: date-time */
            created_at?: string | null;
            created_by?: string | null;
            parameters: components["schemas"]["ModelScopeParametersDto"][];
            history: components["schemas"]["ModelChangeDto"][];
        };
        PredictionShiftDto: {
            path: string;
            metric: string;
            devices: number;
            least_ratio: number;
            median_ratio: number;
            largest_ratio: number;
        };
        DeviceForecastDto: {
            host_name: string;
            path: string;
            p50_us?: number | null;
            p99_us?: number | null;
            throughput_mbps?: number | null;
            throughput_mibps?: number | null;
        };
        ComparedDeviceDto: {
            member: number;
            device: string;
            active?: components["schemas"]["DeviceForecastDto"] | (never | null);
            shadow?: components["schemas"]["DeviceForecastDto"] | (never | null);
        };
        ChangedDecisionDto: {
            /** Format: uuid */
            recommendation_id: string;
            name: string;
            host: boolean;
            path: boolean;
            devices: components["schemas"]["ComparedDeviceDto"][];
        };
        ShadowReportDto: {
            version: string;
            active_version: string;
            decisions: number;
            left_out: number;
            other_host: number;
            other_path: number;
            predictions: components["schemas"]["PredictionShiftDto"][];
            changed: components["schemas"]["ChangedDecisionDto"][];
        };
        DriftSubjectDto: {
            /** @enum {string} */
            kind: "server" | "port" | "allocation" | "reservation" | "device" | "provider" | "host";
            id: string;
        };
        DriftRepairDto: {
            /** @enum {string} */
            kind: "ours" | "cloud";
            commands: string[];
            applicable: boolean;
        };
        DriftFindingDto: {
            id: string;
            /** @enum {string} */
            code: "vf_leaked" | "hold_leaked" | "allocation_orphaned" | "server_elsewhere" | "reservation_of_ready_server" | "other_vf_taken" | "device_not_held" | "device_not_used" | "topology_differs" | "foreign_holds_ours" | "server_without_hold" | "device_claimed_twice" | "pf_and_vf_confused" | "quarantined_device_in_use" | "device_unknown" | "stale_inventory" | "inventory_differs" | "host_unknown_to_cloud" | "placement_allocation_orphaned" | "placement_allocation_missing" | "bandwidth_leaked" | "port_binding_stale" | "port_binding_failed";
            /** @enum {string} */
            severity: "critical" | "warning" | "info";
            host_name: string;
            subject: components["schemas"]["DriftSubjectDto"];
            detail: string;
            repair: components["schemas"]["DriftRepairDto"];
            /** Format: date-time */
            first_observed_at: string;
            /** Format: date-time */
            observed_at: string;
        };
        DriftListDto: {
            links: components["schemas"]["LinkDto"][];
            findings: components["schemas"]["DriftFindingDto"][];
        };
        ApplyDriftDto: {
            ids?: string[] | null;
            all?: boolean | null;
            /** @default true */
            dry_run?: boolean | null;
        };
        AppliedFindingDto: {
            id: string;
            /** @enum {string} */
            code: "vf_leaked" | "hold_leaked" | "allocation_orphaned" | "server_elsewhere" | "reservation_of_ready_server" | "other_vf_taken" | "device_not_held" | "device_not_used" | "topology_differs" | "foreign_holds_ours" | "server_without_hold" | "device_claimed_twice" | "pf_and_vf_confused" | "quarantined_device_in_use" | "device_unknown" | "stale_inventory" | "inventory_differs" | "host_unknown_to_cloud" | "placement_allocation_orphaned" | "placement_allocation_missing" | "bandwidth_leaked" | "port_binding_stale" | "port_binding_failed";
            host_name: string;
            /** @enum {string} */
            outcome: "would_apply" | "applied" | "unchanged" | "refused";
            detail: string;
        };
        DriftAppliedDto: {
            dry_run: boolean;
            results: components["schemas"]["AppliedFindingDto"][];
        };
        RequestSyncDto: {
            stages?: ("hosts" | "networks" | "servers" | "reconcile")[] | null;
        };
        SyncFailureDto: {
            /** @enum {string} */
            code: "cloud.unavailable" | "cloud.refused" | "sync.interrupted" | "internal.error";
            detail: string;
            service?: string | null;
        };
        SyncStageDto: {
            /** @enum {string} */
            name: "hosts" | "networks" | "servers" | "reconcile";
            /** @enum {string} */
            state: "waiting" | "running" | "succeeded" | "failed";
            /** Format: date-time */
            started_at?: string | null;
            /** Format: date-time */
            finished_at?: string | null;
            done: number;
            total?: number | null;
            note?: string | null;
            figures: {
                [key: string]: number;
            };
            warnings: string[];
            stored_facts_of: ("hosts" | "networks" | "servers" | "reconcile")[];
            failure?: components["schemas"]["SyncFailureDto"] | (never | null);
        };
        SyncDto: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            origin: "schedule" | "request";
            /** @enum {string} */
            state: "queued" | "running" | "succeeded" | "partly_failed" | "failed";
            stages: components["schemas"]["SyncStageDto"][];
            /** Format: date-time */
            requested_at: string;
            /** Format: date-time */
            started_at?: string | null;
            /** Format: date-time */
            finished_at?: string | null;
            failure?: components["schemas"]["SyncFailureDto"] | (never | null);
        };
        SyncListDto: {
            links: components["schemas"]["LinkDto"][];
            syncs: components["schemas"]["SyncDto"][];
        };
        RequestReplanDto: {
            /** @enum {string} */
            reason: "drain" | "failure" | "rebalance" | "consolidate" | "what_if";
            hosts?: string[] | null;
            failed?: components["schemas"]["FailedPartDto"][] | null;
            free?: components["schemas"]["FreedThingDto"] | (never | null);
            targets?: components["schemas"]["WantedMoveDto"][] | null;
            changes?: components["schemas"]["FleetChangeDto"][] | null;
            limits?: components["schemas"]["ReplanLimitsDto"] | (never | null);
            question?: components["schemas"]["ReplanQuestionDto"] | (never | null);
            /** @default 30 */
            time_budget_s?: number | null;
            /** @default false */
            supersede?: boolean | null;
        };
        ReplanProgressDto: {
            /** @enum {string} */
            stage: "reading" | "options" | "search" | "exact" | "ordering" | "efficacy";
            moves?: number | null;
            bound?: number | null;
            gap?: number | null;
        };
        ReplanSummaryDto: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            reason: "drain" | "failure" | "rebalance" | "consolidate" | "what_if";
            /** @enum {string} */
            status: "queued" | "running" | "planned" | "failed" | "cancelled" | "superseded" | "applying" | "applied" | "paused" | "stopped";
            /** @enum {string} */
            origin: "request" | "schedule" | "rest";
            request: components["schemas"]["ReplanRequestDto"];
            supersede: boolean;
            progress?: components["schemas"]["ReplanProgressDto"] | (never | null);
            failure?: components["schemas"]["FailureDto"] | (never | null);
            cancel_requested: boolean;
            /** Format: date-time */
            requested_at: string;
            /** Format: date-time */
            started_at?: string | null;
            /** Format: date-time */
            finished_at?: string | null;
            /** Format: uuid */
            parent_id?: string | null;
            /** Format: uuid */
            schedule_id?: string | null;
            /** Format: uuid */
            superseded_by?: string | null;
        };
        ReplanListDto: {
            links: components["schemas"]["LinkDto"][];
            replans: components["schemas"]["ReplanSummaryDto"][];
        };
        VmRefDto: {
            /** Format: uuid */
            reservation_id: string;
            /** Format: uuid */
            recommendation_id: string;
            member: number;
            server_id?: string | null;
            name: string;
            project_id: string;
        };
        InterruptionDto: {
            at_least_s: number;
            at_most_s: number;
            reason: string;
        };
        StepNicDto: {
            name: string;
            /** @enum {string} */
            path: "emulated" | "virtio" | "vhost_net" | "vhost_user" | "macvtap" | "vdpa" | "sriov_vf" | "sriov_vf_switchdev" | "pci_passthrough";
            latency_p99_us?: number | null;
        };
        StepDiskDto: {
            name: string;
            /** @enum {string} */
            path: "emulated" | "virtio_scsi" | "virtio_blk" | "pci_passthrough" | "sriov_vf";
            latency_p99_us?: number | null;
        };
        StepDeviceDto: {
            device: string;
            /** @enum {string} */
            kind: "vf" | "pf" | "pci";
            address: string;
            pf_address?: string | null;
            numa_node?: number | null;
        };
        StepCellDto: {
            guest_cell: number;
            host_node: number;
            pinned_cpus?: string | null;
            memory_mib: number;
            page_size_kib: number;
        };
        StepPlaceDto: {
            score: number;
            nics: components["schemas"]["StepNicDto"][];
            disks: components["schemas"]["StepDiskDto"][];
            devices: components["schemas"]["StepDeviceDto"][];
            cells: components["schemas"]["StepCellDto"][];
        };
        StepDependencyDto: {
            step: string;
            reason: string;
        };
        ReplanStepDto: {
            id: string;
            vm: components["schemas"]["VmRefDto"];
            temporary: boolean;
            from_host: string;
            to_host: string;
            /** @enum {string} */
            mechanism: "ledger" | "transparent" | "unplug_replug" | "cold" | "resize" | "evacuate";
            /** @enum {string} */
            action: "none" | "os-migrateLive" | "migrate" | "resize" | "evacuate";
            interruption: components["schemas"]["InterruptionDto"];
            place: components["schemas"]["StepPlaceDto"];
            waits_for: components["schemas"]["StepDependencyDto"][];
        };
        StuckVmRefDto: {
            /** Format: uuid */
            reservation_id: string;
            /** Format: uuid */
            recommendation_id?: string | null;
            member: number;
            server_id?: string | null;
            name: string;
            project_id: string;
        };
        StuckVmDto: {
            vm: components["schemas"]["StuckVmRefDto"];
            host_name: string;
            code: string;
            detail: string;
            rejections: components["schemas"]["RejectionDto"][];
            relaxations: components["schemas"]["RelaxationDto"][];
            in_the_way: components["schemas"]["VmRefDto"][];
        };
        PlanObjectiveDto: {
            value: number;
            bound: number;
            gap: number;
            /** @enum {string} */
            bound_by: "optimum" | "solver" | "relaxation" | "best_places";
            terms: {
                [key: string]: number;
            };
        };
        StrandedVfsDto: {
            host_name: string;
            numa_node: number;
            vfs: number;
        };
        FreeHugePagesDto: {
            size_kib: number;
            pages: number;
        };
        LatencyMetDto: {
            met: number;
            asked: number;
        };
        FleetMeasuresDto: {
            hosts: number;
            hosts_in_use: number;
            vms: number;
            free_vfs: number;
            stranded_vfs: number;
            stranded_vfs_by_node: components["schemas"]["StrandedVfsDto"][];
            free_huge_pages: components["schemas"]["FreeHugePagesDto"][];
            latency_met: components["schemas"]["LatencyMetDto"];
            score: number;
        };
        WaitingRequestsDto: {
            asked: number;
            fit_before: number;
            fit_after: number;
        };
        LatencyChangeDto: {
            /** Format: uuid */
            recommendation_id: string;
            member: number;
            device: string;
            before_us?: number | null;
            after_us?: number | null;
        };
        EfficacyDto: {
            before: components["schemas"]["FleetMeasuresDto"];
            after: components["schemas"]["FleetMeasuresDto"];
            hosts_freed: string[];
            waiting_requests: components["schemas"]["WaitingRequestsDto"];
            latency_changes: components["schemas"]["LatencyChangeDto"][];
        };
        PlanDto: {
            /** @enum {string} */
            status: "complete" | "partial";
            steps: components["schemas"]["ReplanStepDto"][];
            stuck: components["schemas"]["StuckVmDto"][];
            objective: components["schemas"]["PlanObjectiveDto"];
            efficacy: components["schemas"]["EfficacyDto"];
        };
        HostCapacityDto: {
            host_name: string;
            vms: number;
        };
        CapacityAnswerDto: {
            fits: number;
            is_all: boolean;
            by_host: components["schemas"]["HostCapacityDto"][];
            bottleneck: components["schemas"]["RejectionDto"][];
            relaxations: components["schemas"]["RelaxationDto"][];
        };
        UnlockingChangeDto: {
            change: string;
            changes: components["schemas"]["RelaxationChangeDto"][];
            costs: string;
            unlocks: string[];
        };
        UnlockAnswerDto: {
            days: number;
            rejected: number;
            still_rejected: number;
            is_all: boolean;
            changes: components["schemas"]["UnlockingChangeDto"][];
        };
        ReplanDto: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            reason: "drain" | "failure" | "rebalance" | "consolidate" | "what_if";
            /** @enum {string} */
            status: "queued" | "running" | "planned" | "failed" | "cancelled" | "superseded" | "applying" | "applied" | "paused" | "stopped";
            /** @enum {string} */
            origin: "request" | "schedule" | "rest";
            request: components["schemas"]["ReplanRequestDto"];
            supersede: boolean;
            progress?: components["schemas"]["ReplanProgressDto"] | (never | null);
            failure?: components["schemas"]["FailureDto"] | (never | null);
            cancel_requested: boolean;
            /** Format: date-time */
            requested_at: string;
            /** Format: date-time */
            started_at?: string | null;
            /** Format: date-time */
            finished_at?: string | null;
            /** Format: uuid */
            parent_id?: string | null;
            /** Format: uuid */
            schedule_id?: string | null;
            /** Format: uuid */
            superseded_by?: string | null;
            fleet_digest?: string | null;
            model_version?: string | null;
            plan?: components["schemas"]["PlanDto"] | (never | null);
            capacity?: components["schemas"]["CapacityAnswerDto"] | (never | null);
            unlock?: components["schemas"]["UnlockAnswerDto"] | (never | null);
        };
        ApplyReplanDto: {
            /** @default false */
            dry_run?: boolean | null;
        };
        StepErrorDto: {
            code: string;
            detail: string;
        };
        AppliedStepDto: {
            id: string;
            /** @enum {string|null} */
            state?: "waiting" | "reserved" | "running" | "done" | "failed" | "skipped" | null;
            /** Format: uuid */
            recommendation_id: string;
            member: number;
            server_id?: string | null;
            from_host: string | null;
            to_host: string | null;
            /** @enum {string} */
            mechanism: "ledger" | "transparent" | "unplug_replug" | "cold" | "resize" | "evacuate";
            /** @enum {string} */
            action: "none" | "os-migrateLive" | "migrate" | "resize" | "evacuate";
            waits_for: string[];
            attempts: number;
            /** Format: uuid */
            reservation_id?: string | null;
            error?: components["schemas"]["StepErrorDto"] | (never | null);
            /** @enum {string|null} */
            reported_by?: "worker" | "api" | null;
            /** Format: date-time */
            reserved_at?: string | null;
            /** Format: date-time */
            started_at?: string | null;
            /** Format: date-time */
            finished_at?: string | null;
            calls: components["schemas"]["CloudCallDto"][];
            commands: string[];
        };
        ReplanStepsDto: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            status: "queued" | "running" | "planned" | "failed" | "cancelled" | "superseded" | "applying" | "applied" | "paused" | "stopped";
            dry_run: boolean;
            steps: components["schemas"]["AppliedStepDto"][];
        };
        StepFailedDto: {
            detail: string;
        };
        CreateReplanScheduleDto: {
            name: string;
            cron: string;
            /** @default UTC */
            time_zone?: string | null;
            /** @default true */
            enabled?: boolean | null;
            replan: components["schemas"]["ReplanRequestDto"];
        };
        ReplanScheduleDto: {
            name: string;
            cron: string;
            /** @default UTC */
            time_zone?: string | null;
            /** @default true */
            enabled?: boolean | null;
            replan: components["schemas"]["ReplanRequestDto"];
            /** Format: uuid */
            id: string;
            generation: number;
            /** Format: date-time */
            next_run_at?: string | null;
            /** Format: date-time */
            last_run_at?: string | null;
            /** Format: uuid */
            last_replan_id?: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        ReplanScheduleListDto: {
            links: components["schemas"]["LinkDto"][];
            replan_schedules: components["schemas"]["ReplanScheduleDto"][];
        };
        PutReplanScheduleDto: {
            name: string;
            cron: string;
            /** @default UTC */
            time_zone?: string | null;
            /** @default true */
            enabled?: boolean | null;
            replan: components["schemas"]["ReplanRequestDto"];
            generation: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listVersions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionsDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getVersion: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionDocumentDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadinessDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getHostInventory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                host_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    putHostInventory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                host_name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InventoryDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryWrittenDto"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryWrittenDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    bulkPutHostInventories: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-ndjson": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listHosts: {
        parameters: {
            query?: {
                limit?: number;
                marker?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HostListDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getHost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                host_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HostDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    deleteHost: {
        parameters: {
            query?: {
                orphan?: "true" | "false";
            };
            header?: never;
            path: {
                host_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    setHostState: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                host_name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatchHostDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HostDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getHostFacts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                host_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HostFactsDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listInventoryChanges: {
        parameters: {
            query?: {
                limit?: number;
                marker?: string;
            };
            header?: never;
            path: {
                host_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryHistoryDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    diffHostInventory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                host_name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InventoryDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryDiffDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    importHostInventory: {
        parameters: {
            query: {
                format: "sysfs" | "umockdev" | "libvirt" | "hwloc" | "sriov-nodestate" | "ironic" | "lxd" | "nova-conf" | "lshw";
                observed_at?: string;
                generation?: number;
                dry_run?: "true" | "false";
            };
            header?: never;
            path: {
                host_name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryImportedDto"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryImportedDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listHostServers: {
        parameters: {
            query?: {
                limit?: number;
                marker?: string;
            };
            header?: never;
            path: {
                host_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HostServerListDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getHostMigratability: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                host_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MigratabilityDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listNicModels: {
        parameters: {
            query?: {
                vendor_id?: string;
                product_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NicModelListDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getHostNics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                host_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HostNicsDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getHostVfAdvice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                host_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VfAdviceDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listRecommendations: {
        parameters: {
            query?: {
                project_id?: string;
                limit?: number;
                marker?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecommendationListDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    createRecommendation: {
        parameters: {
            query?: never;
            header?: {
                Prefer?: string;
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecommendationRequestDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecommendationDto"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getRecommendation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecommendationDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    explainRecommendation: {
        parameters: {
            query?: {
                host_name?: string;
                path?: string;
                limit?: number;
                marker?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplanationDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    reserveRecommendation: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecommendationDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    confirmRecommendation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmRecommendationDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecommendationDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    releaseRecommendation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecommendationDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    renewRecommendation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenewRecommendationDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecommendationDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getRecommendationHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listAllocations: {
        parameters: {
            query?: {
                host_name?: string;
                project_id?: string;
                state?: "reserved" | "confirmed" | "orphaned" | "released" | "expired";
                limit?: number;
                marker?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllocationListDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getAllocation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllocationDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    confirmAllocation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmAllocationDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllocationDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    releaseAllocation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReleaseAllocationDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllocationDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    renewAllocation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenewAllocationDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllocationDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    clearAllocation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantineDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getAllocationHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    observeAllocation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ObserveAllocationDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObservationDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    swapAllocations: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SwapDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SwappedDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listQuarantines: {
        parameters: {
            query?: {
                host_name?: string;
                state?: "open" | "cleared";
                limit?: number;
                marker?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantineListDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    openQuarantine: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenQuarantineDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantineDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    clearQuarantine: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantineDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    compareRecommendationPaths: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComparisonDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    comparePaths: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompareRequestDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComparisonDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getPathsChart: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    replayRecommendation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayRequestDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getRecommendationArtifact: {
        parameters: {
            query?: {
                format?: "cli" | "heat" | "terraform" | "libvirt" | "nova_conf" | "openstacksdk";
                member?: number;
                placement?: "free" | "zone" | "host";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    realiseRecommendation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RealiseRequestDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RealisationDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listProfiles: {
        parameters: {
            query?: {
                limit?: number;
                marker?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileListDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getProfile: {
        parameters: {
            query?: {
                version?: number;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    putProfile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutProfileDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileDto"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    deleteProfile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    lintFlavor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LintRequestDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LintAnswerDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    consolidateFlavors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConsolidateRequestDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsolidationDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listAudits: {
        parameters: {
            query?: {
                limit?: number;
                marker?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditListDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    startAudit: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartAuditDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getAudit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listBenchmarks: {
        parameters: {
            query?: {
                host_name?: string;
                origin?: "benchmark" | "observation";
                limit?: number;
                marker?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BenchmarkListDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    submitBenchmarks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubmitBenchmarkDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubmittedBenchmarksDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getBenchmark: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BenchmarkSeriesDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    createCalibration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateCalibrationDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalibrationDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getCalibration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalibrationDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listModels: {
        parameters: {
            query?: {
                limit?: number;
                marker?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelListDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    promoteModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelSummaryDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    rollBackModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelSummaryDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    reportShadowModel: {
        parameters: {
            query?: {
                decisions?: number;
            };
            header?: never;
            path: {
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShadowReportDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getValidationChart: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listDrift: {
        parameters: {
            query?: {
                limit?: number;
                marker?: string;
                host_name?: string;
                severity?: "critical" | "warning" | "info";
                code?: "vf_leaked" | "hold_leaked" | "allocation_orphaned" | "server_elsewhere" | "reservation_of_ready_server" | "other_vf_taken" | "device_not_held" | "device_not_used" | "topology_differs" | "foreign_holds_ours" | "server_without_hold" | "device_claimed_twice" | "pf_and_vf_confused" | "quarantined_device_in_use" | "device_unknown" | "stale_inventory" | "inventory_differs" | "host_unknown_to_cloud" | "placement_allocation_orphaned" | "placement_allocation_missing" | "bandwidth_leaked" | "port_binding_stale" | "port_binding_failed";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DriftListDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    applyDrift: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplyDriftDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DriftAppliedDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listSyncs: {
        parameters: {
            query?: {
                limit?: number;
                marker?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncListDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    requestSync: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RequestSyncDto"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getSync: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    streamSyncEvents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listReplans: {
        parameters: {
            query?: {
                limit?: number;
                marker?: string;
                reason?: "drain" | "failure" | "rebalance" | "consolidate" | "what_if";
                status?: "queued" | "running" | "planned" | "failed" | "cancelled" | "superseded" | "applying" | "applied" | "paused" | "stopped";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplanListDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    requestReplan: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestReplanDto"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplanSummaryDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getReplan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplanDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    streamReplanEvents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    cancelReplan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplanSummaryDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getReplanReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    applyReplan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplyReplanDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplanStepsDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    stopReplan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplanStepsDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    resumeReplan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplanStepsDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listReplanSteps: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplanStepsDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    reportReplanStepDone: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                step_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplanStepsDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    reportReplanStepFailed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                step_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StepFailedDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplanStepsDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listReplanSchedules: {
        parameters: {
            query?: {
                limit?: number;
                marker?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplanScheduleListDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    createReplanSchedule: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateReplanScheduleDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplanScheduleDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getReplanSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplanScheduleDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    putReplanSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutReplanScheduleDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplanScheduleDto"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    deleteReplanSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
}
