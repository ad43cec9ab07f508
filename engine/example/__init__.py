"""The example client: data made by code, an answered interview, and the whole main job."""
