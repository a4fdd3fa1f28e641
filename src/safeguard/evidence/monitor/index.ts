/** Follows a log from outside, over HTTP alone: what anybody can run who does not trust its operator. */
export { follow, type FollowOptions, type FollowResult } from './follow.ts'
export { type Alert, type AlertKind, look } from './look.ts'
export { remoteLog } from './remote.ts'
