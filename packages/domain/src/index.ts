export { add } from './add.js';
export { AllowedTargets, type PortRange } from './allowed-targets.js';
export { difference, type Difference } from './difference.js';
export { decodeFileSd, encodeFileSd, FileSdError } from './file-sd.js';
export { whyNotHostPattern } from './host-pattern.js';
export { canonicalIpv6, ipv4Within } from './ip-address.js';
export { isLabelName, type Labels } from './labels.js';
export { matchesPieces } from './pieces.js';
export { findRefusedParts, type RefusedParts } from './refused-parts.js';
export { remove } from './remove.js';
export { replace } from './replace.js';
export {
  type Fault,
  FAULTS_KEPT,
  fault,
  type PolicyCode,
  type RuleCode,
  type StoreCode,
  quote,
  shorten,
  summarize,
  TargetGroupError,
  type TargetGroupErrorCode,
} from './target-group-error.js';
export {
  describeKey,
  type GroupKey,
  groupKey,
  isSameGroup,
  type TargetGroup,
  type TargetGroupInput,
} from './target-group.js';
export { type RequestOptions, type ServiceLimits, TargetGroupService } from './target-group-service.js';
export type { ChangeOptions, KeyedTargetGroup, TargetGroupStore, Transition } from './target-group-store.js';
export type { Refusal, TargetAddress, TargetPolicy } from './target-policy.js';
export { forEach, inTurns, ONE_TURN, type Turns } from './turns.js';
