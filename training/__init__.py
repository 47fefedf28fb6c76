"""Makes the model files that ship in `linli/data/models`. Not part of the product; needs the `training` group."""
