//! Tables of numbers and symmetric matrices, as far as regressions need them: Cholesky's
//! decomposition, solving, inverting, and which columns depend on others. What the numbers mean is
//! left to those who ask.

/// Numbers that do not fill whole rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misshapen;

/// A matrix that is not positive definite, as far as doubles tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotPositive;

/// A table of numbers, row after row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    values: Vec<f64>,
    count: usize,
    width: usize,
}

impl Rows {
    /// Takes numbers that lie row after row, `width` in each.
    ///
    /// # Errors
    /// Numbers that do not fill whole rows; rows of no width are made by [`Rows::bare`].
    pub fn new(values: Vec<f64>, width: usize) -> Result<Self, Misshapen> {
        if width == 0 || !values.len().is_multiple_of(width) {
            return Err(Misshapen);
        }
        Ok(Self {
            count: values.len() / width,
            values,
            width,
        })
    }

    /// So many rows without a column.
    #[must_use]
    pub fn bare(count: usize) -> Self {
        Self {
            count,
            ..Self::default()
        }
    }

    /// How many rows.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// How many columns.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// All numbers, row after row.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// A row; an empty one beyond the last.
    #[must_use]
    pub fn row(&self, at: usize) -> &[f64] {
        let start = at * self.width;
        self.values.get(start..start + self.width).unwrap_or(&[])
    }

    /// The rows in order.
    pub fn iter(&self) -> impl Iterator<Item = &[f64]> {
        (0..self.count).map(|at| self.row(at))
    }

    /// The rows at these places, in their order.
    #[must_use]
    pub fn picked(&self, places: &[usize]) -> Self {
        let mut values = Vec::with_capacity(places.len() * self.width);
        for at in places {
            values.extend_from_slice(self.row(*at));
        }
        Self {
            values,
            count: places.len(),
            width: self.width,
        }
    }
}

/// A symmetric matrix.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Symmetric {
    size: usize,
    values: Vec<f64>,
}

impl Symmetric {
    /// A matrix of noughts.
    #[must_use]
    pub fn zero(size: usize) -> Self {
        Self {
            size,
            values: vec![0.0; size * size],
        }
    }

    /// How many rows and columns.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// An entry; 0 outside of the matrix.
    #[must_use]
    pub fn at(&self, row: usize, column: usize) -> f64 {
        if column >= self.size {
            return 0.0;
        }
        let at = row * self.size + column;
        self.values.get(at).copied().unwrap_or(0.0)
    }

    /// Sets an entry and its mirror image; outside of the matrix nothing.
    pub fn set(&mut self, row: usize, column: usize, value: f64) {
        if row >= self.size || column >= self.size {
            return;
        }
        for at in [row * self.size + column, column * self.size + row] {
            if let Some(entry) = self.values.get_mut(at) {
                *entry = value;
            }
        }
    }

    /// Adds to an entry of the diagonal.
    pub fn add_to_diagonal(&mut self, at: usize, value: f64) {
        self.set(at, at, self.at(at, at) + value);
    }

    /// The roots of the diagonal, such as standard errors of a covariance; 0 for what is below 0.
    #[must_use]
    pub fn roots(&self) -> Vec<f64> {
        (0..self.size)
            .map(|at| self.at(at, at).max(0.0).sqrt())
            .collect()
    }

    /// The product with a vector.
    #[must_use]
    pub fn times(&self, vector: &[f64]) -> Vec<f64> {
        if self.size == 0 {
            return Vec::new();
        }
        let rows = self.values.chunks_exact(self.size);
        rows.map(|row| dot(row, vector)).collect()
    }

    /// Cholesky's decomposition into a triangle and its transpose.
    ///
    /// # Errors
    /// The matrix is not positive definite.
    pub fn cholesky(&self) -> Result<Cholesky, NotPositive> {
        let (lower, kept) = self.decompose(f64::EPSILON);
        if kept.iter().all(|kept| *kept) {
            Ok(Cholesky {
                size: self.size,
                lower,
            })
        } else {
            Err(NotPositive)
        }
    }

    /// Which columns are no combination of those before them: of each, more than this share is left
    /// when they are taken out.
    #[must_use]
    pub fn independent(&self, share: f64) -> Vec<bool> {
        self.decompose(share).1
    }

    fn decompose(&self, share: f64) -> (Vec<Vec<f64>>, Vec<bool>) {
        let mut lower: Vec<Vec<f64>> = Vec::with_capacity(self.size);
        let mut kept = Vec::with_capacity(self.size);
        for row in 0..self.size {
            let mut own: Vec<f64> = Vec::with_capacity(row + 1);
            for (column, (above, is_kept)) in lower.iter().zip(&kept).enumerate() {
                let pivot = above.last().copied().unwrap_or(0.0);
                let left = self.at(row, column) - dot(&own, above);
                own.push(if *is_kept { left / pivot } else { 0.0 });
            }
            let whole = self.at(row, row);
            let left = whole - dot(&own, &own);
            // Written so that NaN is not kept.
            let is_kept = left > share * whole.abs() && left.is_finite();
            own.push(if is_kept { left.sqrt() } else { 0.0 });
            kept.push(is_kept);
            lower.push(own);
        }
        (lower, kept)
    }
}

/// A positive definite matrix as the product of a triangle and its transpose.
#[derive(Clone, Debug)]
pub struct Cholesky {
    size: usize,
    /// The triangle's rows, each up to its diagonal.
    lower: Vec<Vec<f64>>,
}

impl Cholesky {
    /// The vector whose product with the matrix is this one.
    #[must_use]
    pub fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut middle: Vec<f64> = Vec::with_capacity(self.size);
        for (row, value) in self.lower.iter().zip(right) {
            let pivot = row.last().copied().unwrap_or(1.0);
            middle.push((value - dot(row, &middle)) / pivot);
        }
        // From the last to the first: each that is known is taken out of those before it.
        let mut solved = vec![0.0; middle.len()];
        for (row, at) in self.lower.iter().zip(0..middle.len()).rev() {
            let pivot = row.last().copied().unwrap_or(1.0);
            let own = middle.get(at).copied().unwrap_or(0.0) / pivot;
            for (value, entry) in middle.iter_mut().zip(row) {
                *value -= entry * own;
            }
            if let Some(value) = solved.get_mut(at) {
                *value = own;
            }
        }
        solved
    }

    /// The inverse of the matrix.
    #[must_use]
    pub fn inverse(&self) -> Symmetric {
        let mut inverse = Symmetric::zero(self.size);
        for column in 0..self.size {
            let unit: Vec<f64> = (0..self.size)
                .map(|row| f64::from(u8::from(row == column)))
                .collect();
            for (row, value) in self.solve(&unit).iter().enumerate().skip(column) {
                inverse.set(row, column, *value);
            }
        }
        inverse
    }
}

/// The sum of products, as far as both reach.
#[must_use]
pub fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn symmetric(rows: &[&[f64]]) -> Symmetric {
        let mut matrix = Symmetric::zero(rows.len());
        for (at, row) in rows.iter().enumerate() {
            for (column, value) in row.iter().enumerate().take(at + 1) {
                matrix.set(at, column, *value);
            }
        }
        matrix
    }

    /// The example of Wikipedia's article “Cholesky decomposition”.
    #[test]
    fn solving_undoes_multiplying() {
        let matrix = symmetric(&[&[4.0], &[12.0, 37.0], &[-16.0, -43.0, 98.0]]);
        let triangle = matrix.cholesky().unwrap();
        assert_eq!(
            triangle.lower,
            [vec![2.0], vec![6.0, 1.0], vec![-8.0, 5.0, 3.0]]
        );
        let solved = triangle.solve(&matrix.times(&[1.0, -2.0, 3.0]));
        for (value, wanted) in solved.iter().zip([1.0, -2.0, 3.0]) {
            assert!((value - wanted).abs() < 1e-10, "{solved:?}");
        }
        let inverse = triangle.inverse();
        let unit = matrix.times(&(0..3).map(|at| inverse.at(at, 1)).collect::<Vec<_>>());
        for (value, wanted) in unit.iter().zip([0.0, 1.0, 0.0]) {
            assert!((value - wanted).abs() < 1e-10, "{unit:?}");
        }
    }

    #[test]
    fn dependent_columns_are_found_and_not_inverted() {
        let matrix = symmetric(&[&[1.0], &[2.0, 4.0], &[0.5, 1.0, 3.0]]);
        assert_eq!(matrix.independent(1e-10), [true, false, true]);
        assert_eq!(matrix.cholesky().unwrap_err(), NotPositive);
        let broken = symmetric(&[&[f64::NAN]]);
        assert!(broken.cholesky().is_err());
    }

    #[test]
    fn rows_are_whole_or_refused() {
        assert_eq!(Rows::new(vec![1.0; 5], 2), Err(Misshapen));
        assert_eq!(Rows::new(vec![1.0; 5], 0), Err(Misshapen));
        let rows = Rows::new(vec![1.0, 2.0, 3.0, 4.0], 2).unwrap();
        assert_eq!(rows.picked(&[1, 0]).values(), [3.0, 4.0, 1.0, 2.0]);
        assert_eq!(Rows::bare(3).iter().count(), 3);
    }
}
