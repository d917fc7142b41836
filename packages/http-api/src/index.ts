import type { components, operations } from './generated/types.js';

export type { OpenApiDocument, Schemas } from './document.js';
export { type ErrorCode, type ErrorMeaning, ERRORS, type RequestErrorCode, retryAfter, statusOf } from './errors.js';
export { openApiDocument } from './generated/document.js';
export { REQUEST_SCHEMAS } from './generated/request-schemas.js';

type Described = components['schemas'];

/** A target group in the format of file_sd. */
export type TargetGroup = Described['TargetGroup'];
/** A part of a target group, as the body of a change. */
export type TargetGroupInput = Described['TargetGroupInput'];
/** What a group's own URL answers: the one group, or none. */
export type OneGroup = Described['OneGroup'];
/** What `/http_sd` answers. */
export type DiscoveredGroups = Described['DiscoveredGroups'];

/** A page of a list of target groups. */
export type GroupPage = Described['GroupPage'];
/** A target group in a list, with its key and its revision. */
export type ListedGroup = Described['ListedGroup'];
/** A target group with everything that is known of it. */
export type GroupDetails = Described['GroupDetails'];
/** A group whose file is not understood. */
export type UnreadableGroup = Described['UnreadableGroup'];

/** A target group with its key, as one of many that are sent at once. */
export type BulkGroup = Described['BulkGroup'];
/** The groups to store. */
export type BulkRequest = Described['BulkRequest'];
/** What became of many groups. */
export type BulkResult = Described['BulkResult'];
/** What became of one of them. */
export type BulkOutcome = Described['BulkOutcome'];
/** Why a request for many groups failed, and what became of them where the work had begun. */
export type BulkFailure = Described['BulkFailure'];

/** What became of a target. */
export type TargetStatus = Described['TargetStatus'];
/** What became of the targets of a group. */
export type GroupStatus = Described['GroupStatus'];
/** What became of one of them. */
export type TargetInGroup = Described['TargetInGroup'];
/** What one Prometheus makes of it. */
export type ScrapeStatus = Described['ScrapeStatus'];
/** A Prometheus that is asked, and how that went. */
export type AskedPrometheus = Described['AskedPrometheus'];
/** What became of the targets of many groups. */
export type Status = Described['Status'];
/** How many targets of a group there are of each status that one of them has. */
export type StatusesOfGroup = Described['StatusesOfGroup'];
/** How many targets there were of each status in the last hour. */
export type StatusHistory = Described['StatusHistory'];
/** A target that is not up. */
export type TargetNotUp = Described['TargetNotUp'];
/** A target that is up on one Prometheus and not on another. */
export type DisagreedTarget = Described['DisagreedTarget'];
/** Why not every target that was waited for is up. */
export type NotUp = Described['NotUp'];
/** What is the matter with one of them. */
export type TargetFault = Described['TargetFault'];

/** Why a request failed. */
export type Failure = Described['Failure'];
/** One thing that is wrong with it. */
export type Fault = Described['Fault'];

/** What the page has to know of the service, and of whoever looks at it. */
export type About = Described['About'];

/** What `/-/healthy` answers. */
export type Health = Described['Health'];
/** What `/-/ready` answers when it is. */
export type Readiness = Described['Readiness'];
/** What `/-/reload` answers. */
export type Reloaded = Described['Reloaded'];

/** Every operation by its `operationId`: its parameters, its body and its answers. */
export type Operations = operations;
