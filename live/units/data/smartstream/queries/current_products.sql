-- shop.products as it is in the source: of each key the latest row, without those that were deleted.
SELECT
  product_id,
  name,
  category,
  price,
  created_at,
  updated_at,
  "_committed_at" AS changed_at
FROM (
  SELECT
    *,
    row_number() OVER (PARTITION BY product_id ORDER BY "_position" DESC) AS newest
  FROM shop_products
) AS changes
WHERE newest = 1 AND "_op" <> 'D'
