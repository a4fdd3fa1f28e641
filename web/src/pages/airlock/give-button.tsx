import { useTranslation } from 'react-i18next'
import { Action } from '../../parts/reason.tsx'

interface Props {
  readonly whyNot: string | null
  readonly loading: boolean
  readonly onClick: () => void
}

/** The last click; after the key for approving it has the focus, so that Enter gives the opinion. */
export function GiveButton(props: Props) {
  const { t } = useTranslation()
  return (
    <span
      data-give
      tabIndex={-1}
      onFocus={({ currentTarget, target }) => {
        if (target === currentTarget) currentTarget.querySelector('button')?.focus()
      }}
    >
      <Action primary {...props}>
        {t('airlock.give')}
      </Action>
    </span>
  )
}
