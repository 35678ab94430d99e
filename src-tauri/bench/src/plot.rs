//! How cost grows, as pictures.

use std::error::Error;
use std::path::Path;

use plotters::coord::ranged1d::{Ranged, ValueFormatter};
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

/// One line of a picture.
pub(crate) struct Curve {
    pub(crate) name: &'static str,
    /// What it costs at each size.
    pub(crate) points: Vec<(f64, f64)>,
}

/// A picture of one or more curves.
pub(crate) struct Plot {
    /// Name of its file, without an ending.
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) across: &'static str,
    pub(crate) up: &'static str,
    /// Sizes that grow tenfold lie evenly.
    pub(crate) is_logarithmic: bool,
    pub(crate) curves: Vec<Curve>,
}

/// Why a picture could not be drawn.
type DrawError = DrawingAreaErrorKind<std::io::Error>;

/// Told apart without red and green.
const COLOURS: [RGBColor; 3] = [
    RGBColor(0, 90, 160),
    RGBColor(200, 110, 0),
    RGBColor(90, 90, 90),
];

impl Plot {
    /// Draws it as SVG into `directory`.
    pub(crate) fn draw(&self, directory: &Path) -> Result<(), Box<dyn Error>> {
        let file = directory.join(format!("{}.svg", self.name));
        let area = SVGBackend::new(&file, (720, 400)).into_drawing_area();
        area.fill(&WHITE)?;
        let points = || self.curves.iter().flat_map(|curve| curve.points.iter());
        let most = |of: fn(&(f64, f64)) -> f64| points().map(of).fold(0.0, f64::max);
        let least = points().map(|point| point.0).fold(f64::MAX, f64::min);
        let up = 0.0..(most(|point| point.1) * 1.1).max(f64::MIN_POSITIVE);
        let mut chart = ChartBuilder::on(&area);
        chart
            .caption(self.title, ("sans-serif", 18))
            .margin(12)
            .x_label_area_size(44)
            .y_label_area_size(64);
        if self.is_logarithmic {
            let across = (least..most(|point| point.0)).log_scale();
            self.fill(chart.build_cartesian_2d(across, up)?)?;
        } else {
            self.fill(chart.build_cartesian_2d(least..most(|point| point.0), up)?)?;
        }
        area.present()?;
        Ok(())
    }

    fn fill<'a, X>(
        &'a self,
        mut chart: ChartContext<'a, SVGBackend<'a>, Cartesian2d<X, RangedCoordf64>>,
    ) -> Result<(), DrawError>
    where
        X: Ranged<ValueType = f64> + ValueFormatter<f64>,
    {
        chart
            .configure_mesh()
            .x_desc(self.across)
            .y_desc(self.up)
            .light_line_style(WHITE)
            .draw()?;
        for (curve, colour) in self.curves.iter().zip(COLOURS.iter().cycle()) {
            let line =
                LineSeries::new(curve.points.iter().copied(), colour.stroke_width(2)).point_size(3);
            chart
                .draw_series(line)?
                .label(curve.name)
                .legend(|(x, y)| PathElement::new([(x, y), (x + 20, y)], colour.stroke_width(2)));
        }
        chart
            .configure_series_labels()
            .background_style(WHITE)
            .border_style(BLACK.mix(0.2))
            .position(SeriesLabelPosition::UpperLeft)
            .draw()?;
        Ok(())
    }
}
