import { useSearchParams } from 'react-router'

/** The guardianship under which a guardian acts for a ward; undefined: for oneself. It stays in the address. */
export function useWard(): { readonly ward: string | undefined; readonly search: string } {
  const [params] = useSearchParams()
  const ward = params.get('ward') ?? undefined
  return { ward, search: ward === undefined ? '' : `?ward=${ward}` }
}
