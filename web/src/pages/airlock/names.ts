import type { AirlockRequest, Brief } from '../../api/airlock.ts'
import { useFormat } from '../../lib/use-format.ts'

type Named = Pick<AirlockRequest | Brief, 'projectTitle' | 'consumerNameZh' | 'consumerNameEn' | 'authorName'>

/** Who asks for what: the words beside a request's ids. */
export function useRequestNames() {
  const { t, name } = useFormat()
  return {
    project: (of: Named) => of.projectTitle,
    consumer: (of: Named) => name(of.consumerNameZh, of.consumerNameEn),
    author: (of: Named) => of.authorName ?? t('airlock.someAuthor'),
  }
}
