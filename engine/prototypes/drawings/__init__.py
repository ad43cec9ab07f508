"""Example data made by code: drawings, sounds, texts and tables with the nuisance that the real thing has."""
