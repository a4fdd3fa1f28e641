import { Dropdown } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

interface View {
  readonly title: string
  readonly query: string
}

interface SavedViewsProps {
  readonly name: string
  /** The filters as they are now, as in the address. */
  readonly query: string
  readonly onOpen: (query: string) => void
}

/** Filters under a name, kept in this browser. */
export function SavedViews({ name, query, onOpen }: SavedViewsProps) {
  const { t } = useTranslation()
  const key = `xinyu.views.${name}`
  const [views, setViews] = useState<readonly View[]>(
    () => JSON.parse(localStorage.getItem(key) ?? '[]') as View[],
  )
  const keep = (next: readonly View[]) => {
    localStorage.setItem(key, JSON.stringify(next))
    setViews(next)
  }
  const here = views.find((view) => view.query === query)
  if (!query && views.length === 0) return null
  const title = [...new URLSearchParams(query).values()].join(' · ')
  const items = [
    ...views.map((view) => ({ key: view.query, label: view.title, onClick: () => onOpen(view.query) })),
    ...(views.length > 0 ? [{ type: 'divider' as const }] : []),
    here
      ? { key: '-', label: t('list.dropView'), onClick: () => keep(views.filter((view) => view !== here)) }
      : {
          key: '+',
          label: t('list.keepView'),
          disabled: !query,
          onClick: () => keep([...views, { title, query }]),
        },
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <button type="button" className="tool">
        {here?.title ?? t('list.views')} <span aria-hidden="true">▾</span>
      </button>
    </Dropdown>
  )
}
