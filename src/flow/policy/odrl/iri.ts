/**
 * The one name of our ODRL profile. It identifies and is not an address: every space serves the profile at
 * `/api/odrl/profile` and the context at `/api/odrl/context.jsonld`.
 */
export const PROFILE_IRI = 'urn:xinyu:odrl:1'
export const CONTEXT_IRI = `${PROFILE_IRI}:context`
export const NAMESPACE = `${PROFILE_IRI}#`
export const ODRL = 'http://www.w3.org/ns/odrl/2/'
