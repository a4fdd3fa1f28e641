import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { Button } from 'antd'
import { ApiError } from '../api/error.ts'
import { useFormat } from '../lib/use-format.ts'

interface ProblemProps {
  readonly error: unknown
  readonly onRetry?: () => void
}

/** A failure in the reader's words, its code small beside the sentence, and a way on. */
export function Problem({ error, onRetry }: ProblemProps) {
  const { t, pick } = useFormat()
  const { reset } = useQueryErrorResetBoundary()
  const known = error instanceof ApiError ? error : null
  const forbidden = known?.status === 403
  return (
    <div className={`why ${forbidden ? 'warn' : ''}`} role="alert">
      <p>
        <b className="head">
          <span aria-hidden="true">{forbidden ? '◔ ' : '⊘ '}</span>
          {t(forbidden ? 'error.forbidden' : known?.status === 404 ? 'error.notFound' : 'error.failed')}
        </b>
      </p>
      <p>
        {known ? pick(known.text) : t('error.unforeseen')} <span className="code">{known?.code}</span>
      </p>
      {known?.requestId && <p className="code">{known.requestId}</p>}
      {onRetry && !forbidden && known?.status !== 404 && (
        <p>
          <Button
            size="small"
            onClick={() => {
              reset()
              onRetry()
            }}
          >
            {t('common.retry')}
          </Button>
        </p>
      )}
    </div>
  )
}
